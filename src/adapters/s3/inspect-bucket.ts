import {randomBytes} from 'node:crypto'
import {ReplayError} from '../../core/replay-error.ts'
import type {BucketFacts} from '../../core/doctor/bucket-findings.ts'
import type {BucketInspection} from '../../ports/inspection.ts'
import type {Bucket} from './bucket.ts'
import {because} from './s3-cause.ts'

const writers = 24
const rounds = 10

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

  /** @returns how many of the writers of one new key were told that they had created it, and are not belied by it */
  async function creatorsOf(key: string): Promise<number> {
    const bodies = Array.from({length: writers}, (_, writer) => Buffer.from(`{"writer":${writer}}`))
    const ends = await Promise.allSettled(bodies.map((body) => bucket.putIfFree(key, body)))
    const refused = ends.find((end) => end.status === 'rejected')
    if (refused !== undefined) throw failed(refused.reason)
    const winners = bodies.filter((_, writer) => (ends[writer] as PromiseFulfilledResult<boolean>).value)
    const stored = (await bucket.get(key))?.bytes
    const isWinners = stored !== undefined && winners.some((body) => Buffer.compare(body, stored) === 0)
    // One winner whose bytes are not there: somebody who was refused has written, too.
    return winners.length === 1 && !isWinners ? 2 : winners.length
  }

  async function creators(prefix: string): Promise<{readonly least: number; readonly most: number}> {
    const counts: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const key = newKey(prefix)
      try {
        counts.push(await creatorsOf(key))
      } finally {
        await bucket.removeIfSame(key, undefined).catch(() => undefined)
      }
    }
    return {least: Math.min(...counts), most: Math.max(...counts)}
  }

  return {rights, creators}
}
