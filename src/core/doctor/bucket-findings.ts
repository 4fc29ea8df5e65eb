import {holdsCondition, misdeed, type CreatorFacts} from '../emission/conditional-put.ts'
import type {S3Settings} from '../settings/settings.ts'
import {failure, note, ok, type Finding} from './finding.ts'

export interface BucketFacts {
  /** For people: bucket and prefix. */
  readonly place: string
  /** What could not be done there, each with its cause. */
  readonly troubles: readonly string[]
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
  if (holdsCondition(creators))
    return ok(`${place}: readable and writable; of writers at once exactly one creates a key`)
  const found = `${place}: ${misdeed(creators)}`
  return conditionalPut === 'read_first'
    ? note(`${found}; by the settings a key is looked at before it is written, and each report says so`)
    : failure('S3_NOT_ATOMIC', found)
}

export const outputBucketFinding = ({place, troubles}: BucketFacts): Finding =>
  troubles.length === 0
    ? ok(`${place}: readable and writable; the folders of cQube's reports are not touched to try them`)
    : failure('OUTPUT_FAILED', `${place}: ${troubles.join('; ')}`, bucketFix)
