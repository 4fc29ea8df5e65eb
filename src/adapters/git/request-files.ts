import {isRequestName, judgeEntry, type EntryKind} from '../../core/request/file-names.ts'
import type {LeftOut} from '../../core/run/run-record.ts'
import type {RequestFile} from '../../ports.ts'
import {ordinaryFile, type TreeEntry} from './blobs.ts'

/** What the mode of a tree entry says of it. */
export function kindOf(mode: string): EntryKind {
  if (mode === '120000') return 'link'
  if (mode === '160000') return 'submodule'
  return mode === ordinaryFile ? 'file' : 'executable'
}

/**
 * Tells request files from what must not be read. Files of other kinds, and the folder `examples`, are passed over.
 * @param tree everything below the requests directory, with whole paths; its order is kept
 */
export function judgeRequestFiles(
  tree: readonly TreeEntry[],
  requestsDirectory: string,
): {readonly files: readonly RequestFile[]; readonly refused: readonly LeftOut[]} {
  const files: RequestFile[] = []
  const refused: LeftOut[] = []
  for (const {mode, id, name: path} of tree) {
    const name = path.slice(requestsDirectory.length + 1)
    const kind = kindOf(mode)
    if (kind === 'file' && isRequestName(name)) {
      files.push({path, blob: id})
      continue
    }
    const found = judgeEntry(kind, name)
    if (found === null || found.code === 'FILE_PASSED_OVER') continue
    const message = `${found.what} ${found.fix}`
    refused.push({path, blob: id, requestId: null, reason: 'REQUEST_INVALID', message})
  }
  return {files, refused}
}
