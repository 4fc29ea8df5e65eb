import {checkedOutputKey} from '../../core/outputs/output-key.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {OutputStore} from '../../ports/outputs.ts'

/** For rehearsals: reads a store, and keeps what would be written to it in memory. */
export function rehearsedOutputStore(real: Pick<OutputStore, 'list' | 'read'>): OutputStore {
  /** How to come by the bytes of what would be there; null: it would be gone. */
  const changed = new Map<string, (() => Promise<Uint8Array | null>) | null>()
  const reader = (key: string) => {
    const would = changed.get(checkedOutputKey(key))
    return would === undefined ? () => real.read(key) : would
  }
  const read = async (key: string): Promise<Uint8Array | null> => (await reader(key)?.()) ?? null

  async function* list(prefix: string): AsyncGenerator<readonly string[]> {
    for await (const page of real.list(prefix)) yield page.filter((key) => !changed.has(key))
    yield [...changed].filter(([key, would]) => would !== null && key.startsWith(prefix)).map(([key]) => key)
  }

  async function move(from: string, to: string): Promise<'moved' | 'moved before' | 'missing'> {
    const [object, there] = [await read(from), await read(to)]
    if (object === null) return there === null ? 'missing' : 'moved before'
    if (there !== null && Buffer.compare(object, there) !== 0) {
      throw new ReplayError('OUTPUT_CONFLICT', `${from} and ${to} hold different objects, so the first would stay.`)
    }
    changed.set(to, reader(from))
    changed.set(from, null)
    return 'moved'
  }

  return {
    list,
    read,
    replace: async (key, bytes) => {
      const copy = Uint8Array.from(bytes)
      changed.set(checkedOutputKey(key), async () => copy)
    },
    move,
    locate: (key) => `(rehearsed) ${checkedOutputKey(key)}`,
  }
}
