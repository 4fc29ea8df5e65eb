/** What a file may hold. Without these limits 800 bytes of nested flow maps cost the YAML library 11 s. */
export const maxBytes = 256 * 1024
export const maxDepth = 16
export const maxNodes = 20_000
/** The YAML parser's work grows with lexemes: blanks, line ends and comments count, and a code in a list needs three. */
export const maxLexemes = 3 * maxNodes

/** Names through which a plain object could be turned into another one. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
