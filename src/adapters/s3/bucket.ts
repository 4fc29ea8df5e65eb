import {randomUUID} from 'node:crypto'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3'
import type {PutWay} from '../../core/emission/conditional-put.ts'
import type {S3Connection} from './s3-client.ts'
import {CreationFailed, isMissing, isRefused, isTaken, isUnsent, ListingBroken, statusOf} from './s3-cause.ts'

export interface StoredObject {
  readonly bytes: Uint8Array
  readonly etag: string | undefined
  readonly contentType: string | undefined
  /** Of the creation that wrote it; undefined for objects of others. */
  readonly nonce: string | undefined
}

/** How a creation ended. `other`: the key holds other bytes, which stay. `vanished`: written, and gone when looked for. */
export type Creation = 'created' | 'exists' | 'other' | 'vanished'

/** Objects of one bucket. What else it throws is the SDK's: the stores tell it in the words of their ports. */
export interface Bucket {
  readonly name: string
  get(key: string): Promise<StoredObject | null>
  /**
   * Whatever an answer says or does not say, the object that is there at the end decides.
   * @throws {CreationFailed}
   */
  create(key: string, bytes: Uint8Array, contentType: string, way: PutWay): Promise<Creation>
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** One put on the condition that the key is free, believed. @returns false when the server says that it is taken */
  putIfFree(key: string, bytes: Uint8Array): Promise<boolean>
  /** @returns false when the object is another one by now, where the server can tell */
  removeIfSame(key: string, etag: string | undefined): Promise<boolean>
  list(prefix: string): AsyncIterable<readonly string[]>
}

const nonceName = 'cqube-replay-nonce'
const pausesMs = [200, 1_000, 3_000]

export interface BucketOptions {
  readonly s3: S3Connection
  readonly name: string
  readonly sleep: (ms: number) => Promise<void>
}

export function openBucket({s3, name, sleep}: BucketOptions): Bucket {
  const at = (key: string) => ({Bucket: name, Key: key})

  async function get(key: string): Promise<StoredObject | null> {
    try {
      return await storedObject(await s3.patient.send(new GetObjectCommand(at(key))))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  /** @returns what keeps the creation from being known to have happened; null when the server says it has */
  async function tryToCreate(input: PutObjectCommand['input']): Promise<Error | null> {
    try {
      await s3.once.send(new PutObjectCommand(input))
      return null
    } catch (error) {
      return error as Error
    }
  }

  async function create(key: string, bytes: Uint8Array, contentType: string, way: PutWay): Promise<Creation> {
    // One nonce for all attempts: one that seemed lost may land late, and is ours.
    const nonce = randomUUID()
    const object = {...at(key), Body: bytes, ContentType: contentType, Metadata: {[nonceName]: nonce}}
    const input = way === 'conditional' ? {...object, IfNoneMatch: '*'} : object
    const judge = (found: StoredObject): Creation => {
      if (Buffer.compare(found.bytes, bytes) !== 0) return 'other'
      return found.nonce === nonce ? 'created' : 'exists'
    }
    let mayBeThere = false
    try {
      for (let attempt = 0; ; attempt += 1) {
        const before = way === 'read_first' ? await get(key) : null
        if (before !== null) return judge(before)
        const trouble = await tryToCreate(input)
        const isOver = trouble !== null && isRefused(trouble)
        mayBeThere ||= trouble === null || !(isOver || isUnsent(trouble))
        const found = isOver ? null : await get(key)
        if (found !== null) return judge(found)
        if (trouble === null) return 'vanished'
        const pause = pausesMs[attempt]
        if (isOver || pause === undefined) throw trouble
        await sleep(pause)
      }
    } catch (error) {
      throw new CreationFailed(error, mayBeThere)
    }
  }

  async function removeIfSame(key: string, etag: string | undefined): Promise<boolean> {
    try {
      await s3.patient.send(new DeleteObjectCommand({...at(key), ...(etag === undefined ? {} : {IfMatch: etag})}))
    } catch (error) {
      if (isMissing(error)) return true
      // The client may have sent it twice, and the second may have met what the first did.
      if (isTaken(error)) return (await get(key)) === null
      if (statusOf(error) !== 501) throw error
      await s3.patient.send(new DeleteObjectCommand(at(key)))
    }
    return true
  }

  return {
    name,
    get,
    create,
    put: async (key, bytes, contentType) => {
      await s3.patient.send(new PutObjectCommand({...at(key), Body: bytes, ContentType: contentType}))
    },
    putIfFree: async (key, bytes) => {
      try {
        await s3.once.send(new PutObjectCommand({...at(key), Body: bytes, IfNoneMatch: '*'}))
        return true
      } catch (error) {
        // 409: another writer is at it in this moment.
        if (isTaken(error) || statusOf(error) === 409) return false
        throw error
      }
    },
    removeIfSame,
    list: (prefix) => listPages(s3, name, prefix),
  }
}

async function storedObject(answer: GetObjectCommandOutput): Promise<StoredObject> {
  return {
    bytes: (await answer.Body?.transformToByteArray()) ?? new Uint8Array(),
    etag: answer.ETag,
    contentType: answer.ContentType,
    nonce: answer.Metadata?.[nonceName],
  }
}

async function* listPages({patient}: S3Connection, name: string, prefix: string): AsyncGenerator<readonly string[]> {
  let from: string | undefined
  do {
    const page = await patient.send(
      new ListObjectsV2Command({
        Bucket: name,
        Prefix: prefix,
        ...(from === undefined ? {} : {ContinuationToken: from}),
      }),
    )
    yield (page.Contents ?? []).flatMap(({Key}) => (Key === undefined ? [] : [Key]))
    const next = page.IsTruncated === true ? page.NextContinuationToken : undefined
    // Taken for the end, it would leave objects out unseen; taken again, it would list for ever.
    if (page.IsTruncated === true && (next === undefined || next === from)) throw new ListingBroken()
    from = next
  } while (from !== undefined)
}
