import {forbiddenKeys} from './limits.ts'
import {newSpot, textSpot, type Spot} from './spot.ts'
import {textMark, widthOf} from './yaml-lexemes.ts'

/** How far a text has been read. */
export interface Reading {
  readonly lexemes: readonly string[]
  next: number
  /** In UTF-16 units of the text. */
  offset: number
}

export interface Read {
  readonly value: unknown
  readonly spot: Spot
}

/** Null: what stands here is not plain. */
export type Found<T> = T | null

export const deepest = 8

export const peek = ({lexemes, next}: Reading): string | undefined => lexemes[next]
export const skip = (reading: Reading): void => {
  reading.offset += widthOf(reading.lexemes[reading.next] ?? '')
  reading.next += 1
}
export const take = (reading: Reading, lexeme: string): boolean => {
  const isNext = peek(reading) === lexeme
  if (isNext) skip(reading)
  return isNext
}

export const isLineEnd = (lexeme: string | undefined): boolean => lexeme === '\n' || lexeme === '\r\n'
const isBlank = (lexeme: string | undefined): boolean => lexeme?.startsWith(' ') === true && !lexeme.includes('\t')
export const skipBlank = (reading: Reading): number => {
  const before = reading.offset
  if (isBlank(peek(reading))) skip(reading)
  return reading.offset - before
}

/**
 * Blanks and line ends between brackets, and a comment at the end of a line; one on a line of its own is left to the
 * parser, which looks at what it is indented by. The lexer marks other lines that are not indented far enough.
 */
function skipBetween(reading: Reading): void {
  if (skipBlank(reading) > 0 && peek(reading)?.startsWith('#') === true) skip(reading)
  while (isLineEnd(peek(reading))) {
    skip(reading)
    skipBlank(reading)
  }
}

/** Texts that the library would not begin a plain scalar with. */
const refused = /^$|^[\t,%|>@`]|[\r\n]/
/** Quotes without an escape or a line break in them. */
const quoted = /^(?:"[^"\\\r\n]*"|'[^'\r\n]*')$/

/** A text that stands on one line. */
function takeText(reading: Reading): Found<string> {
  if (take(reading, textMark)) {
    const text = peek(reading) ?? ''
    if (refused.test(text)) return null
    skip(reading)
    return text
  }
  const text = peek(reading) ?? ''
  if (!quoted.test(text)) return null
  skip(reading)
  return text.slice(1, -1)
}

export interface Mapping {
  readonly record: Record<string, unknown>
  readonly spot: Spot
}

export const newMapping = (spot: Spot): Mapping => ({record: Object.create(null) as Record<string, unknown>, spot})

/** A key and its colon. @returns null also for one that stands there twice or is reserved: the parser tells of those */
export function takeKey(reading: Reading, {spot}: Mapping): Found<{readonly name: string; readonly at: number}> {
  const at = reading.offset
  const name = takeText(reading)
  if (name === null || name.length > 512 || spot.entries.has(name) || forbiddenKeys.has(name)) return null
  return take(reading, ':') ? {name, at} : null
}

export function put(
  {record, spot}: Mapping,
  name: string,
  at: number,
  {value, spot: {value: valueAt, entries}}: Read,
): void {
  record[name] = value
  spot.entries.set(name, {key: at, value: valueAt, entries})
}

/** What begins behind a colon, a dash or a comma on the same line; brackets may end on a later one. */
export function takeValue(reading: Reading, depth: number): Found<Read> {
  const at = reading.offset
  if (take(reading, '[')) return depth < deepest ? takeList(reading, newSpot(at, at), depth + 1) : null
  if (take(reading, '{'))
    return depth < deepest ? takeFlowMapping(reading, newMapping(newSpot(at, at)), depth + 1) : null
  const value = takeText(reading)
  return value === null ? null : {value, spot: textSpot(at)}
}

function takeList(reading: Reading, spot: Spot, depth: number): Found<Read> {
  const value: unknown[] = []
  for (;;) {
    skipBetween(reading)
    if (take(reading, ']')) return {value, spot}
    const item = takeValue(reading, depth)
    if (item === null) return null
    spot.entries.set(String(value.length), item.spot)
    value.push(item.value)
    skipBetween(reading)
    if (!take(reading, ',') && peek(reading) !== ']') return null
  }
}

function takeFlowMapping(reading: Reading, mapping: Mapping, depth: number): Found<Read> {
  for (;;) {
    skipBetween(reading)
    if (take(reading, '}')) return {value: mapping.record, spot: mapping.spot}
    const key = takeKey(reading, mapping)
    if (key === null || skipBlank(reading) === 0) return null
    const value = takeValue(reading, depth)
    if (value === null) return null
    put(mapping, key.name, key.at, value)
    skipBetween(reading)
    if (!take(reading, ',') && peek(reading) !== '}') return null
  }
}
