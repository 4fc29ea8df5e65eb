import {checkedOutputKey} from '../../src/core/outputs/output-key.ts'
import {ReplayError} from '../../src/core/replay-error.ts'
import type {OutputStore} from '../../src/ports/outputs.ts'

export interface FakeOutputStore extends OutputStore {
  readonly objects: ReadonlyMap<string, Uint8Array>
  /** What cQube does to the store behind our back. */
  put(key: string, text: string): void
  /** Every change fails once so many were made; null: none fails. */
  failAfter(changes: number | null): void
}

/** Pages of two keys, so that nobody takes the first page for all of them. */
const pageSize = 2

export function createFakeOutputStore(): FakeOutputStore {
  const objects = new Map<string, Uint8Array>()
  let changesLeft: number | null = null

  const change = (key: string): void => {
    if (changesLeft === 0)
      throw new ReplayError('OUTPUT_FAILED', `${key}: the fake store is full. Nothing was changed.`)
    if (changesLeft !== null) changesLeft -= 1
  }

  async function* list(prefix: string): AsyncGenerator<readonly string[]> {
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix))
    for (let from = 0; from < keys.length; from += pageSize) yield keys.slice(from, from + pageSize)
  }

  return {
    objects,
    put: (key, text) => {
      objects.set(key, Buffer.from(text))
    },
    failAfter: (changes) => {
      changesLeft = changes
    },
    list,
    read: async (key) => objects.get(checkedOutputKey(key)) ?? null,
    replace: async (key, bytes) => {
      change(checkedOutputKey(key))
      objects.set(key, Uint8Array.from(bytes))
    },
    move: async (from, to) => {
      const [object, there] = [objects.get(checkedOutputKey(from)), objects.get(checkedOutputKey(to))]
      if (object === undefined) return there === undefined ? 'missing' : 'moved before'
      if (there !== undefined && Buffer.compare(object, there) !== 0) {
        throw new ReplayError('OUTPUT_CONFLICT', `${from} and ${to} hold different objects; both are where they were.`)
      }
      change(from)
      objects.set(to, object)
      objects.delete(from)
      return 'moved'
    },
    locate: (key) => `fake:/${checkedOutputKey(key)}`,
  }
}
