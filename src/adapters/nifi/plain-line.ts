const mostCharacters = 500

/** What looks like a secret, whoever wrote it; the scheme or the key stays. */
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '***'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s]*@/gi, '$1***@'],
  [
    /\b(password|passwd|pwd|token|secret|access_token|secretkey)(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&,;"']+)/gi,
    '$1$2***',
  ],
]

/**
 * A text of NiFi for people: one line, at most 500 characters, without secrets and without control characters. The words
 * of PostgreSQL that follow its message, such as `Detail:`, quote rows and are cut.
 * @param secrets that are known, wherever they stand
 */
export function plainLine(text: string, secrets: readonly string[] = []): string {
  const isPage = /^\s*<(!doctype|html|\?xml)/i.test(text)
  let line = isPage ? text.replaceAll(/<(style|script|title)\b.*?<\/\1>|<[^>]*>/gis, ' ') : text
  for (const secret of secrets) if (secret.length >= 4) line = line.replaceAll(secret, '***')
  for (const [shape, instead] of secretShapes) line = line.replaceAll(shape, instead)
  line = line.replace(/\s(Detail|Where|Hint|Context|DETAIL|WHERE|CONTEXT):\s.*/s, ' …')
  line = line.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line
}
