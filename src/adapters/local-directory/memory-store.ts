import {ReplayError} from '../../core/replay-error.ts'
import type {EmissionStore} from '../../ports.ts'
import {checkedKey} from '../../core/emission/document-key.ts'

/** For rehearsals: what would be emitted, and nothing on disk. */
export function memoryEmissionStore(): EmissionStore {
  const documents = new Map<string, Uint8Array>()
  const locate = (key: string): string => `(rehearsed) ${checkedKey(key)}`
  return {
    create: async (key, bytes) => {
      const found = documents.get(checkedKey(key))
      if (found === undefined) {
        documents.set(key, Uint8Array.from(bytes))
        return 'created'
      }
      if (Buffer.from(found).equals(bytes)) return 'exists'
      throw new ReplayError('EMISSION_CONFLICT', `${locate(key)}: another document is there. It was not touched.`, {
        key,
      })
    },
    read: async (key) => documents.get(checkedKey(key)) ?? null,
    locate,
  }
}
