import type {PutWay} from '../../core/emission/conditional-put.ts'
import {checkedOutputKey, isOutputKey} from '../../core/outputs/output-key.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {OutputStore} from '../../ports/outputs.ts'
import type {Bucket} from './bucket.ts'
import {because} from './s3-cause.ts'

const json = 'application/json'

/**
 * The output bucket that cQube's reports read. S3 has no move: an object is created under its new key, and the old one
 * goes only while it is the object that was read.
 */
export function createS3OutputStore(bucket: Bucket, way: PutWay = 'conditional'): OutputStore {
  const locate = (key: string): string => `s3://${bucket.name}/${checkedOutputKey(key)}`

  async function read(key: string): Promise<Uint8Array | null> {
    const place = locate(key)
    return failing(`${place}: the object was not read`, async () => (await bucket.get(key))?.bytes ?? null)
  }

  async function replace(key: string, bytes: Uint8Array): Promise<void> {
    const place = locate(key)
    await failing(`${place}: the object was not written; what was there before still is, or the new one`, () =>
      bucket.put(key, bytes, json),
    )
  }

  async function move(from: string, to: string): Promise<'moved' | 'moved before' | 'missing'> {
    const [old, moved] = [locate(from), locate(to)]
    return failing(`${old}: the object was not moved to ${moved}; it is at one of the two, or at both`, async () => {
      const object = await bucket.get(from)
      if (object === null) return (await bucket.get(to)) === null ? 'missing' : 'moved before'
      const creation = await bucket.create(to, object.bytes, object.contentType ?? json, way)
      if (creation === 'other' || creation === 'vanished') throw conflict(old, moved)
      if (!(await isUnchanged(from, object.bytes))) throw conflict(old, moved)
      if (!(await bucket.removeIfSame(from, object.etag))) throw conflict(old, moved)
      return 'moved'
    })
  }

  /** Servers that cannot remove on a condition are asked right before. */
  async function isUnchanged(key: string, bytes: Uint8Array): Promise<boolean> {
    const found = await bucket.get(key)
    return found === null || Buffer.compare(found.bytes, bytes) === 0
  }

  async function* list(prefix: string): AsyncGenerator<readonly string[]> {
    const start = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    if (start !== '') checkedOutputKey(start.slice(0, -1))
    const pages = bucket.list(prefix)[Symbol.asyncIterator]()
    for (;;) {
      const what = `s3://${bucket.name}/${prefix}*: the objects were not listed`
      const page = await failing(what, () => pages.next())
      if (page.done === true) return
      // Markers of folders, hidden and half-written things are no objects of cQube.
      yield page.value.filter(isOutputKey)
    }
  }

  return {list, read, replace, move, locate}
}

const conflict = (old: string, moved: string): ReplayError =>
  new ReplayError(
    'OUTPUT_CONFLICT',
    `${old} and ${moved} hold different objects, so the first was not removed; neither was overwritten.`,
  )

async function failing<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof ReplayError) throw error
    throw new ReplayError('OUTPUT_FAILED', `${what}: ${because(error)}.`, {}, error)
  }
}
