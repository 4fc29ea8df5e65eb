import type {PutWay} from '../../core/emission/conditional-put.ts'
import {checkedKey} from '../../core/emission/document-key.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {EmissionStore} from '../../ports.ts'
import type {Bucket} from './bucket.ts'
import {because, CreationFailed} from './s3-cause.ts'

/** The emission bucket: a document is created under a key that is free, read back, and never overwritten. */
export function createS3EmissionStore(bucket: Bucket): EmissionStore {
  const locate = (key: string): string => `s3://${bucket.name}/${checkedKey(key)}`

  async function create(key: string, bytes: Uint8Array, way: PutWay = 'conditional'): Promise<'created' | 'exists'> {
    const place = locate(key)
    const outcome = await bucket.create(key, bytes, 'application/json', way).catch((error: unknown) => {
      const mayBeThere = error instanceof CreationFailed && error.mayBeThere
      const left = mayBeThere ? 'Whether it came there is not known; running again tells.' : 'Nothing was written.'
      throw new ReplayError(
        'EMISSION_FAILED',
        `${place}: the document was not written safely: ${because(error)}. ${left}`,
        {key},
        error,
      )
    })
    if (outcome === 'created' || outcome === 'exists') return outcome
    const what = outcome === 'other' ? 'another document is there' : 'the document vanished as soon as it was written'
    throw new ReplayError('EMISSION_CONFLICT', `${place}: ${what}. It was not touched.`, {key})
  }

  async function read(key: string): Promise<Uint8Array | null> {
    const place = locate(key)
    try {
      return (await bucket.get(key))?.bytes ?? null
    } catch (error) {
      throw new ReplayError('EMISSION_FAILED', `${place}: the document was not read: ${because(error)}.`, {}, error)
    }
  }

  return {create, read, locate}
}
