import type {S3Settings} from '../settings/settings.ts'

/** What writers of one new key were told, over some rounds. */
export interface CreatorFacts {
  /**
   * Who were told that they had created it, in the round with the most. In some round it may be nobody: a server may ask
   * writers who meet to come again (409).
   */
  readonly most: number
  /** Whether after each round the object was one of theirs, and after a round without any there was none. */
  readonly areKept: boolean
}

/** A bucket of a server, as the ledger names it. */
export interface BucketPlace {
  /** Its origin, `https://s3.example.org:9000`; of Amazon a name and the region. */
  readonly endpoint: string
  readonly bucket: string
}

/** Whether a bucket's server holds `If-None-Match: *`, as somebody found by trying. */
export interface PutProbe {
  readonly creators: CreatorFacts
  /** By the clock of the database. */
  readonly ageDays: number
  /** Of cqube-replay that tried. */
  readonly programVersion: string
}

/**
 * How a new key is written. `conditional`: on the condition that it is free. `read_first`: after a look at it, without a
 * condition, so that another writer in that moment is overwritten unseen.
 */
export type PutWay = 'conditional' | 'read_first'

/** Servers are upgraded, moved and put behind proxies without word to anybody. */
export const trustedDays = 30

export const holdsCondition = ({most, areKept}: CreatorFacts): boolean => most === 1 && areKept

/** False: the server has to be probed before anything is decided. */
export const isTrusted = (latest: PutProbe | null): latest is PutProbe =>
  latest !== null && latest.ageDays <= trustedDays

/** The condition is used wherever it holds: the setting only says what becomes of a server that does not hold it. */
export function decidePut(setting: S3Settings['conditionalPut'], {creators}: PutProbe): PutWay | 'refuse' {
  if (holdsCondition(creators)) return 'conditional'
  return setting === 'read_first' ? 'read_first' : 'refuse'
}

/** What a server did that does not hold the condition: a clause of a sentence. */
export function misdeed({most}: CreatorFacts): string {
  if (most > 1) return `${most} writers at once were each told that they had created the same key`
  if (most === 0) return 'of many writers at once nobody was ever told that it had created a free key'
  return 'what was there in the end was not the object of the one writer who was told that it had created it'
}

export const placeWords = ({endpoint, bucket}: BucketPlace): string => `s3://${bucket} at ${endpoint}`

/** For every report of a run whose documents were written after a look only. */
export const readFirstNote = (place: BucketPlace, creators: CreatorFacts): string =>
  `${placeWords(place)} does not hold \`If-None-Match: *\` (${misdeed(creators)}). As \`s3.conditional_put: read_first\` ` +
  'allows, each document was written after a look at its key: whoever else had written that key in the same moment would ' +
  'not have been noticed. That a slice is deleted once does not depend on it.'
