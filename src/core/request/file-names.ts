import {problemCatalogue, type ProblemCode} from '../problem-catalogue.ts'

/** What Git or a file system takes an entry below the requests directory for. */
export type EntryKind = 'file' | 'executable' | 'link' | 'submodule'

const looksLikeRequest = /\.(ya?ml|json)$/i
const allowedName = /^[A-Za-z0-9][A-Za-z0-9._/-]*\.(ya?ml|json)$/
const climbs = /(^|\/)\.\.?(\/|$)/
/** What may lie beside requests: notes, and what tells Git and its hosts how to treat the folder. */
const besides = /(^|\/)(README(\.[a-z]+)?|[^/]+\.md|CODEOWNERS|LICENSE|\.[^/]*)$/i

export interface NameRefusal {
  readonly code: ProblemCode
  /** One sentence that speaks of the file as `it`. */
  readonly what: string
  readonly fix: string
}

const refusal = (code: ProblemCode, what: string): NameRefusal => ({code, what, fix: problemCatalogue[code].fix})

/** @param name below the requests directory */
const isAllowed = (name: string): boolean => allowedName.test(name) && !climbs.test(name)

/** Whether an author takes it for a request; whether a run does is another question. */
export const isMeantAsRequest = (path: string): boolean => looksLikeRequest.test(path)

/** @param name below the requests directory. @returns whether such a file is a request, if it is an ordinary one */
export const isRequestName = (name: string): boolean => isAllowed(name) && !name.startsWith('examples/')

/**
 * Why the protected branch's entry is not taken for a request; null when it is one, or when nobody would take it for one.
 * @param name below the requests directory; empty for what stands in place of the directory itself
 */
export function judgeEntry(kind: EntryKind, name: string): NameRefusal | null {
  const isDirectoryItself = name === ''
  if (name.startsWith('examples/')) return null
  if (!isDirectoryItself && !looksLikeRequest.test(name)) {
    if (besides.test(name)) return null
    return refusal('FILE_PASSED_OVER', 'It is not read: the name of a request ends in .yaml, .yml or .json.')
  }
  if (kind === 'link') return refusal('FILE_IS_LINK', 'It is a symbolic link and was not followed.')
  if (kind === 'submodule') return refusal('FILE_IS_SUBMODULE', 'It is a submodule and was not read.')
  if (kind === 'executable') {
    return refusal('FILE_IS_EXECUTABLE', 'It is executable (mode 100755); a request is an ordinary file.')
  }
  if (isAllowed(name)) return null
  return refusal(
    'FILE_NAME_REFUSED',
    'Its name is not allowed: below the requests directory a name begins with a letter or a digit, goes on with ' +
      'letters, digits, ".", "_", "-" and "/", and ends in .yaml, .yml or .json.',
  )
}
