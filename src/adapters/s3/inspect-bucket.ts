import {randomBytes} from 'node:crypto'
import {ReplayError} from '../../core/replay-error.ts'
import type {BucketFacts, CreatorFacts} from '../../core/doctor/bucket-findings.ts'
import type {BucketInspection} from '../../ports/inspection.ts'
import type {Bucket} from './bucket.ts'
import {because} from './s3-cause.ts'

const writers = 32
/** versitygw 1.7.0 does wrong in 3 to 5 rounds of ten; all of so few can go well. */
const rounds = 40

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

  const failed = (error: unknown): ReplayError =>
    new ReplayError(
      'EMISSION_FAILED',
      `s3://${bucket.name}: puts at once ended otherwise: ${because(error)}.`,
      {},
      error,
    )

  /** Whether the object that is there is a winner's tells of a refused writer that wrote all the same. */
  async function creatorsOf(key: string): Promise<{readonly told: number; readonly isKept: boolean}> {
    const bodies = Array.from({length: writers}, (_, writer) => Buffer.from(`{"writer":${writer}}`))
    const ends = await Promise.allSettled(bodies.map((body) => bucket.putIfFree(key, body)))
    const refused = ends.find((end) => end.status === 'rejected')
    if (refused !== undefined) throw failed(refused.reason)
    const winners = bodies.filter((_, writer) => (ends[writer] as PromiseFulfilledResult<boolean>).value)
    const stored = (await bucket.get(key))?.bytes
    const isKept = stored !== undefined && winners.some((body) => Buffer.compare(body, stored) === 0)
    return {told: winners.length, isKept}
  }

  async function creators(prefix: string): Promise<CreatorFacts> {
    const seen: Awaited<ReturnType<typeof creatorsOf>>[] = []
    for (let round = 0; round < rounds; round += 1) {
      const key = newKey(prefix)
      try {
        seen.push(await creatorsOf(key))
      } finally {
        // Whether it may be removed was tried before; what keeps a round from being looked at must not be covered.
        await bucket.removeIfSame(key, undefined).catch(() => undefined)
      }
    }
    const told = seen.map((round) => round.told)
    return {least: Math.min(...told), most: Math.max(...told), areKept: seen.every(({isKept}) => isKept)}
  }

  return {rights, creators}
}
