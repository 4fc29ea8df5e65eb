import type {LeftOut} from '../../core/run/run-record.ts'
import type {RequestFile} from '../../ports.ts'
import {ordinaryFile, type TreeEntry} from './blobs.ts'

const looksLikeRequest = /\.(ya?ml|json)$/i
const allowedName = /^[A-Za-z0-9][A-Za-z0-9._/-]*\.(ya?ml|json)$/
const climbs = /(^|\/)\.\.?(\/|$)/

/** Why the entry is not read; null when it is. */
function refusal(mode: string, name: string): string | null {
  if (mode === '120000') return 'It is a symbolic link and was not followed. Commit the request itself in its place.'
  if (mode === '160000') return 'It is a submodule and was not read. Commit the request itself in its place.'
  if (mode !== ordinaryFile) {
    return `It is executable (mode ${mode}); a request is an ordinary file. Run \`git update-index --chmod=-x\` on it and commit.`
  }
  if (!allowedName.test(name) || climbs.test(name)) {
    return (
      'Its name is not allowed: below the requests directory a name begins with a letter or a digit, goes on with ' +
      'letters, digits, ".", "_", "-" and "/", and ends in .yaml, .yml or .json. Rename the file.'
    )
  }
  return null
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
    // A link or a file in place of the directory itself has no name below it.
    const isDirectoryItself = name === ''
    if (!isDirectoryItself && (!looksLikeRequest.test(name) || name.startsWith('examples/'))) continue
    const message = refusal(mode, name)
    if (message === null) files.push({path, blob: id})
    else refused.push({path, blob: id, requestId: null, reason: 'REQUEST_INVALID', message})
  }
  return {files, refused}
}
