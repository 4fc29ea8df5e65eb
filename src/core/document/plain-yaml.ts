import {
  deepest,
  isLineEnd,
  newMapping,
  peek,
  put,
  skip,
  skipBlank,
  take,
  takeKey,
  takeValue,
  type Found,
  type Read,
  type Reading,
} from './plain-line.ts'
import {newSpot, textSpot} from './spot.ts'
import {documentMark} from './yaml-lexemes.ts'

/**
 * To the begin of the next line, or the end of the text.
 * @param isApart blanks were passed over already
 * @returns false when something else stands on the line
 */
function skipLineEnd(reading: Reading, isApart: boolean): boolean {
  if ((skipBlank(reading) > 0 || isApart) && peek(reading)?.startsWith('#') === true) skip(reading)
  if (peek(reading) === undefined) return true
  if (!isLineEnd(peek(reading))) return false
  skip(reading)
  return true
}

/** To the first lexeme of a line that holds something. @returns its indentation, or null at the end of the text */
function skipToContent(reading: Reading): number | null {
  for (;;) {
    const indent = skipBlank(reading)
    const found = peek(reading)
    if (found === undefined) return null
    if (found === documentMark && indent === 0) skip(reading)
    else if (isLineEnd(found) || found.startsWith('#')) skip(reading)
    else return indent
  }
}

interface Block extends Read {
  /** Of the line that ended it, whose blanks are passed over already; null at the end of the text. */
  readonly nextIndent: number | null
}

/** Items of one line each, behind dashes. */
function takeItems(reading: Reading, indent: number, depth: number): Found<Block> {
  const spot = newSpot(reading.offset, reading.offset)
  const value: unknown[] = []
  let next: number | null = indent
  while (next === indent && take(reading, '-')) {
    const item = skipBlank(reading) > 0 ? takeValue(reading, depth) : null
    if (item === null || !skipLineEnd(reading, false)) return null
    spot.entries.set(String(value.length), item.spot)
    value.push(item.value)
    next = skipToContent(reading)
  }
  return {value, spot, nextIndent: next}
}

/** What stands below a key with nothing behind its colon. */
function takeBelow(reading: Reading, indent: number, depth: number): Found<Block> {
  if (depth > deepest) return null
  if (peek(reading) === '-') return takeItems(reading, indent, depth)
  return takeKeys(reading, indent, depth)
}

/** Keys of one indentation, each on a line of its own. */
function takeKeys(reading: Reading, indent: number, depth: number): Found<Block> {
  const mapping = newMapping(newSpot(reading.offset, reading.offset))
  let next: number | null = indent
  while (next === indent) {
    const key = takeKey(reading, mapping)
    if (key === null) return null
    const isApart = skipBlank(reading) > 0
    const emptyAt = reading.offset
    const isFilled = !isLineEnd(peek(reading)) && peek(reading)?.startsWith('#') === false
    let value: Found<Read> = isFilled
      ? isApart
        ? takeValue(reading, depth)
        : null
      : {value: '', spot: textSpot(emptyAt)}
    if (value === null || !skipLineEnd(reading, isApart && !isFilled)) return null
    next = skipToContent(reading)
    if (next !== null && (next > indent || (next === indent && peek(reading) === '-'))) {
      const below: Found<Block> = isFilled ? null : takeBelow(reading, next, depth + 1)
      if (below === null) return null
      value = below
      next = below.nextIndent
    }
    put(mapping, key.name, key.at, value)
  }
  // A line between the indentations of two mappings is a mistake, which the parser tells of.
  return next !== null && next > indent ? null : {value: mapping.record, spot: mapping.spot, nextIndent: next}
}

/**
 * Reads what nearly every request is written in: mappings and lists of plain or quoted texts, one line each, with
 * comments. It is built from the library's lexemes without its parser, whose work is four fifths of a reading.
 * @param lexemes of a whole text, as the library's lexer gives them
 * @returns null where anything less plain stands, right or wrong: the parser must judge it
 */
export function readPlainYaml(lexemes: readonly string[]): Found<Read> {
  const reading: Reading = {lexemes, next: 0, offset: 0}
  const indent = skipToContent(reading)
  const read = indent === null ? null : takeKeys(reading, indent, 0)
  return read !== null && read.nextIndent === null ? {value: read.value, spot: read.spot} : null
}
