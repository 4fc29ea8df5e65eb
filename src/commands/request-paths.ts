import {ReplayError} from '../core/replay-error.ts'
import {isMeantAsRequest, judgeEntry, type EntryKind, type NameRefusal} from '../core/request/file-names.ts'
import type {WorkTree} from '../ports/work-tree.ts'

export interface WorkTreeFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** A file that paths lead to. */
export interface FoundEntry {
  readonly path: string
  /** Why no run takes it for a request. */
  readonly refusal: NameRefusal | null
  readonly isRead: boolean
}

/**
 * What paths name: a file is itself, a folder stands for what lies below it.
 * @param paths none: the requests directory
 * @throws {ReplayError} FILE_UNREADABLE for a path that is neither
 */
export async function findEntries(
  workTree: WorkTree,
  paths: readonly string[],
  requestsDirectory: string,
): Promise<readonly FoundEntry[]> {
  const found = new Map<string, FoundEntry>()
  for (const path of paths.length === 0 ? [requestsDirectory] : paths) {
    const entries = await workTree.list(path)
    if (entries.length === 0 && paths.length > 0) {
      throw new ReplayError('FILE_UNREADABLE', `${path}: there is no such file, and no folder with request files.`)
    }
    for (const entry of entries) found.set(entry.path, judged(entry, entry.path === path, requestsDirectory))
  }
  return [...found.values()]
}

function judged(
  {path, kind}: {readonly path: string; readonly kind: EntryKind},
  isNamed: boolean,
  requestsDirectory: string,
): FoundEntry {
  const isInside = path === requestsDirectory || path.startsWith(`${requestsDirectory}/`)
  const refusal = isInside ? judgeEntry(kind, path.slice(requestsDirectory.length + 1)) : null
  const isFile = kind === 'file' || kind === 'executable' || (kind === 'link' && isNamed)
  return {path, refusal, isRead: isFile && (isNamed || isMeantAsRequest(path))}
}

/** The files among them that can be read, whether a run would take them or not. */
export async function requestFiles(
  workTree: WorkTree,
  paths: readonly string[],
  requestsDirectory: string,
): Promise<readonly WorkTreeFile[]> {
  const files: WorkTreeFile[] = []
  for (const {path, isRead} of await findEntries(workTree, paths, requestsDirectory)) {
    const bytes = isRead ? await workTree.read(path) : null
    if (bytes !== null) files.push({path, bytes})
  }
  return files
}
