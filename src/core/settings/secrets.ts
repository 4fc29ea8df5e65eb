/** Names under which people keep secrets. */
const secretName =
  /pass(word|wd|phrase)|(^|[_-])(pass|pwd|pgpass)([_-]|$)|secret|token|credential|(private|access|api|account|auth)[_-]?key/i

/** A key of ours that only sounds like one: it says where the secret lies. */
export const isSecretName = (name: string): boolean => name !== 'token_file' && secretName.test(name)

/** Texts that are secrets whatever their name is: addresses with a password, connection strings, keys of known shape. */
const secretTexts = [
  /:\/\/[^\s/:@]*:\S*@/,
  /https?:\/\/[^\s/@]+@/i,
  /\b(password|passwd|pwd|secret|token)\s*[=:]\s*\S/i,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(gh[oprsu]_|github_pat_|glpat-|xox[abprs]-)[\w-]{10,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\./,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
]

export const isSecretText = (text: string): boolean => secretTexts.some((pattern) => pattern.test(text))

/** @returns true when a text that could not be read as a document may hold a secret. */
export const mayHoldSecret = (text: string): boolean => isSecretText(text) || text.split(/[^\w-]+/).some(isSecretName)

export interface SecretPlace {
  /** JSON pointer of the entry that holds it. */
  readonly pointer: string
  /** A pointer that may be shown: where the name itself is the secret, that of the mapping around it. */
  readonly shownPointer: string
  /** The name of the entry when it may be shown, else null. */
  readonly name: string | null
}

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** Finds what looks like a secret, anywhere in a document. What lies below a finding is not searched again. */
export function findSecrets(value: unknown, pointer = '', name: string | null = null): SecretPlace[] {
  if (typeof value === 'string') return isSecretText(value) ? [{pointer, shownPointer: pointer, name}] : []
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => findSecrets(item, `${pointer}/${index}`, name))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]): SecretPlace[] => {
    const childPointer = `${pointer}/${escapePointer(key)}`
    if (isSecretText(key)) return [{pointer: childPointer, shownPointer: pointer, name: null}]
    if (isSecretName(key)) return [{pointer: childPointer, shownPointer: childPointer, name: key}]
    return findSecrets(child, childPointer, key)
  })
}
