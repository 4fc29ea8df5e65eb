import type {S3Settings} from '../settings/settings.ts'
import {failure, note, ok, warning, type Finding} from './finding.ts'

export interface BucketFacts {
  /** For people: bucket and prefix. */
  readonly place: string
  /** What could not be done there, each with its cause. */
  readonly troubles: readonly string[]
}

/** What writers of one new key were told, over some rounds. */
export interface CreatorFacts {
  /** Who were told that they had created it: in the round with the fewest, and in that with the most. */
  readonly least: number
  readonly most: number
  /** Whether in each round the object was then one of theirs. */
  readonly areKept: boolean
}

const bucketFix =
  'Check endpoint, region and bucket in the settings, and that the credentials may list, read, write and remove there.'

/** @param creators null: not tried, since rights are missing */
export function emissionBucketFinding(
  {place, troubles}: BucketFacts,
  creators: CreatorFacts | null,
  conditionalPut: S3Settings['conditionalPut'],
): Finding {
  if (creators === null) return failure('EMISSION_FAILED', `${place}: ${troubles.join('; ')}`, bucketFix)
  if (creators.least === 1 && creators.most === 1 && creators.areKept)
    return ok(`${place}: readable and writable; of writers at once exactly one creates a key`)
  if (creators.least === 0) {
    const nobody = `${place}: of many writers at once nobody was told that it had created a free key`
    return failure('EMISSION_FAILED', nobody, 'Ask whoever runs the server whether it knows `If-None-Match: *`.')
  }
  const found =
    creators.most > 1
      ? `${place}: ${creators.most} writers at once were each told that they had created the same key`
      : `${place}: of writers at once one was told that it had created a key, and the object was another's`
  if (conditionalPut === 'read_first') return note(`${found}; by the settings a key is looked at before it is written`)
  return warning(found, 'Use an S3 server that holds `If-None-Match: *`, or write `s3.conditional_put: read_first`.')
}

export const outputBucketFinding = ({place, troubles}: BucketFacts): Finding =>
  troubles.length === 0
    ? ok(`${place}: readable and writable; the folders of cQube's reports are not touched to try them`)
    : failure('OUTPUT_FAILED', `${place}: ${troubles.join('; ')}`, bucketFix)
