import {ReplayError} from '../../core/replay-error.ts'
import type {Git} from './git-client.ts'

/** One line of `git ls-tree -z`. */
export interface TreeEntry {
  readonly mode: string
  readonly type: string
  readonly id: string
  readonly name: string
}

export const ordinaryFile = '100644'

/** @param listing of `git ls-tree -z`: `<mode> SP <type> SP <id> TAB <name> NUL`, in the byte order of the names */
export function parseTree(listing: string): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (let start = 0, end; (end = listing.indexOf('\0', start)) >= 0; start = end + 1) {
    // Not `split`, which takes twice as long: at 100,000 entries as long as git itself.
    const typeAt = listing.indexOf(' ', start) + 1
    const idAt = listing.indexOf(' ', typeAt) + 1
    const tab = listing.indexOf('\t', idAt)
    entries.push({
      mode: listing.slice(start, typeAt - 1),
      type: listing.slice(typeAt, idAt - 1),
      id: listing.slice(idAt, tab),
      name: listing.slice(tab + 1, end),
    })
  }
  return entries
}

/** More than any file of ours may have; what is larger is not brought into memory. */
const largestBlob = 4 * 1024 * 1024
/** Too large for every reader, so it is refused by its size, as the file that it stands for would be. */
const standIn = new Uint8Array(largestBlob + 1)

const lines = (ids: readonly string[]): Buffer => Buffer.from(ids.map((id) => `${id}\n`).join(''))

const newline = 0x0a

/** `<id> SP <type> SP <size> LF <bytes> LF`, again and again. */
export function* parseBatch(output: Buffer): Generator<[string, Uint8Array]> {
  for (let start = 0; start < output.length;) {
    const end = output.indexOf(newline, start)
    const [id = '', , size] = output.toString('latin1', start, end).split(' ')
    const next = end + 1 + Number(size)
    yield [id, output.subarray(end + 1, next)]
    start = next + 1
  }
}

/**
 * Bytes by blob, read by one process for all of them; a blob over 4 MiB is represented by that many zero bytes and one.
 * @throws {ReplayError} GIT_FAILED when one of them is not a blob of this repository
 */
export async function readBlobs(git: Git, blobs: readonly string[]): Promise<Map<string, Uint8Array>> {
  const wanted = [...new Set(blobs)]
  if (wanted.length === 0) return new Map()
  const sizes = (await git.catFile(['--batch-check'], lines(wanted))).toString('latin1').trimEnd().split('\n')
  const readable: string[] = []
  const bytes = new Map<string, Uint8Array>()
  for (const line of sizes) {
    const [id = '', type, size] = line.split(' ')
    if (type !== 'blob') throw new ReplayError('GIT_FAILED', `The repository holds no blob ${id}; nothing was read.`)
    if (Number(size) <= largestBlob) readable.push(id)
    else bytes.set(id, standIn)
  }
  if (readable.length === 0) return bytes
  for (const [id, content] of parseBatch(await git.catFile(['--batch'], lines(readable)))) bytes.set(id, content)
  return bytes
}

/** @returns the file's bytes in one process; null when there is none. Follows no link: of one it gives the target's name. */
export async function readFileAt(git: Git, commit: string, path: string): Promise<Uint8Array | null> {
  const output = await git.catFile(['--batch'], Buffer.from(`${commit}:${path}\n`))
  const [header = ''] = output.toString('latin1', 0, 200).split('\n')
  if (!/^[0-9a-f]{40,64} blob \d+$/.test(header)) return null
  for (const [, bytes] of parseBatch(output)) return bytes
  return null
}
