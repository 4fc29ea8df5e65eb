import {randomBytes} from 'node:crypto'
import type {BucketFacts} from '../../core/doctor/bucket-findings.ts'
import type {CreatorFacts} from '../../core/emission/conditional-put.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {BucketInspection} from '../../ports/inspection.ts'
import type {Bucket} from './bucket.ts'
import {because, isUnknownRequest} from './s3-cause.ts'

const writers = 32
/** versitygw 1.7.0 does wrong in 3 to 5 rounds of ten; all of so few can go well. */
const rounds = 40
/** Rounds in which a writer got no answer: one connection of a thousand may break, and tells nothing of the server. */
const mostUnanswered = 2

/** Looks at a bucket with objects of its own, which it removes. */
export function bucketInspection(bucket: Bucket): BucketInspection {
  const newKey = (prefix: string): string => `${prefix}/doctor/${randomBytes(6).toString('hex')}.json`

  async function rights(prefix: string): Promise<BucketFacts> {
    const key = newKey(prefix)
    const bytes = Buffer.from('{}')
    const acts: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['list', () => bucket.list(`${prefix}/`)[Symbol.asyncIterator]().next()],
      ['write', () => bucket.put(key, bytes, 'application/json')],
      ['read', () => bucket.get(key)],
      ['remove', () => bucket.removeIfSame(key, undefined)],
    ]
    const actsByTrouble = new Map<string, string[]>()
    for (const [name, act] of acts) {
      const trouble = await act().then(() => null, because)
      if (trouble !== null) actsByTrouble.set(trouble, [...(actsByTrouble.get(trouble) ?? []), name])
    }
    const troubles = [...actsByTrouble].map(([trouble, names]) => `${names.join(', ')}: ${trouble}`)
    return {place: `s3://${bucket.name}/${prefix}/`, troubles}
  }

  const failed = (what: string, error: unknown): ReplayError =>
    new ReplayError('EMISSION_FAILED', `s3://${bucket.name}: ${what}: ${because(error)}.`, {}, error)

  /** Whether the object that is there is a creator's tells of a refused writer that wrote all the same. */
  async function roundOf(key: string): Promise<{readonly told: number; readonly isKept: boolean}> {
    const bodies = Array.from({length: writers}, (_, writer) => Buffer.from(`{"writer":${writer}}`))
    const ends = await Promise.allSettled(bodies.map((body) => bucket.putIfFree(key, body)))
    const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
    if (reasons.some(isUnknownRequest)) return {told: 0, isKept: true}
    if (reasons.length > 0) throw failed('puts at once ended otherwise', reasons[0])
    const told = bodies.filter((_, writer) => (ends[writer] as PromiseFulfilledResult<boolean>).value)
    const object = await bucket.get(key).catch((error: unknown) => {
      throw failed('what was put at once cannot be read', error)
    })
    const isKept = object === null ? told.length === 0 : told.some((body) => body.equals(object.bytes))
    return {told: told.length, isKept}
  }

  async function creators(prefix: string): Promise<CreatorFacts> {
    const seen: Awaited<ReturnType<typeof roundOf>>[] = []
    let unanswered = 0
    while (seen.length < rounds) {
      const key = newKey(prefix)
      try {
        seen.push(await roundOf(key))
      } catch (error) {
        if ((unanswered += 1) > mostUnanswered) throw error
      } finally {
        // An object that must stay is a lesser harm than a round whose end is not told.
        await bucket.removeIfSame(key, undefined).catch(() => undefined)
      }
    }
    return {most: Math.max(...seen.map(({told}) => told)), areKept: seen.every(({isKept}) => isKept)}
  }

  return {rights, creators}
}
