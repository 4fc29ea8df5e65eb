import {ReplayError} from '../../src/core/replay-error.ts'
import type {EmissionStore} from '../../src/ports.ts'

export interface FakeEmissionStore extends EmissionStore {
  readonly documents: ReadonlyMap<string, Uint8Array>
  /** What NiFi, or a person, does to the store behind our back. */
  put(key: string, bytes: Uint8Array): void
  take(key: string): void
  /** The next creations fail and write nothing. */
  failNext(times?: number): void
  /** The next creation writes the document, but its answer is lost. */
  loseNextAnswer(): void
}

export function createFakeEmissionStore(): FakeEmissionStore {
  const documents = new Map<string, Uint8Array>()
  let failures = 0
  let losesAnswer = false

  const checkKey = (key: string): void => {
    if (key.split('/').some((part) => !/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part))) {
      throw new ReplayError('EMISSION_FAILED', `${JSON.stringify(key)} is no key of a document. Nothing was written.`)
    }
  }

  return {
    documents,
    put: (key, bytes) => {
      documents.set(key, Uint8Array.from(bytes))
    },
    take: (key) => {
      documents.delete(key)
    },
    failNext: (times = 1) => {
      failures = times
    },
    loseNextAnswer: () => {
      losesAnswer = true
    },
    create: async (key, bytes) => {
      checkKey(key)
      if (failures > 0) {
        failures--
        throw new ReplayError('EMISSION_FAILED', `${key}: the fake store refuses. Nothing is left there.`)
      }
      const found = documents.get(key)
      if (found !== undefined) {
        if (Buffer.from(found).equals(bytes)) return 'exists'
        throw new ReplayError('EMISSION_CONFLICT', `${key}: another document is there. It was not touched.`)
      }
      documents.set(key, Uint8Array.from(bytes))
      if (losesAnswer) {
        losesAnswer = false
        throw new ReplayError('EMISSION_FAILED', `${key}: the fake store lost its answer.`)
      }
      return 'created'
    },
    read: async (key) => {
      checkKey(key)
      return documents.get(key) ?? null
    },
    locate: (key) => {
      checkKey(key)
      return `fake:/${key}`
    },
  }
}
