const mostCharacters = 500

/** What looks like a secret, whoever wrote it. */
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/\b(gh[a-z]_|github_pat_)\w+/g, '***'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '***'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***'],
  [/-----BEGIN[\s\S]*?(-----END[^-]*-----|$)/g, '***'],
]

/** A text of GitHub for people: one line, bounded, without secrets and without characters that do more than stand there. */
export function plainWords(text: string, secrets: readonly string[] = []): string {
  let line = text
  for (const secret of secrets) if (secret.length >= 4) line = line.replaceAll(secret, '***')
  for (const [shape, instead] of secretShapes) line = line.replaceAll(shape, instead)
  line = line.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

function wordsOf(error: unknown): string {
  if (typeof error === 'string') return error
  if (!isObject(error)) return ''
  const {message, field, code} = error
  if (typeof message === 'string') return message
  return [field, code].filter((word) => typeof word === 'string').join(' ')
}

/** What GitHub says in an answer that says no; empty where it says nothing that is known to be its own. */
export function githubWords(text: string, secrets: readonly string[]): string {
  const answer = jsonOf(text)
  if (!isObject(answer) || typeof answer['message'] !== 'string') return ''
  const {errors} = answer
  const details = Array.isArray(errors) ? errors.map(wordsOf).filter((words) => words !== '') : []
  const [message, told] = [answer['message'], details.slice(0, 5).join(', ')]
  return plainWords(told === '' ? message : `${message}: ${told}`, secrets)
}

/** Undefined: it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
