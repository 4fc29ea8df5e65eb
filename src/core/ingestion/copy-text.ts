import {isDate} from '../request/calendar.ts'
import type {RejectReason} from './rejects.ts'
import type {FieldKind} from './stems.ts'

/** Bytes of PostgreSQL's COPY in text format, delimiter `|`, null as the empty field; grown as needed. */
export interface CopyText {
  bytes: Uint8Array
  length: number
}

export const delimiter = 124
const [zero, nine, point, backslash] = [48, 57, 46, 92]

const largest = {int2: 32_767, int4: 2_147_483_647, int8: 1e18} as const

/** What a field is held against. */
export interface FieldRule {
  readonly kind: FieldKind
  readonly required: boolean
  readonly maxLength: number | null
}

/**
 * Writes a field in place of its column, if it may be there.
 * @param target has room for twice the field
 * @returns null, or why its line is rejected
 */
export function writeField(
  target: CopyText,
  bytes: Uint8Array,
  start: number,
  end: number,
  rule: FieldRule,
): RejectReason | null {
  if (start === end) return rule.required ? 'missing_value' : null
  switch (rule.kind) {
    case 'int2':
    case 'int4':
    case 'int8':
      return readWhole(bytes, start, end) <= largest[rule.kind] ? copy(target, bytes, start, end) : 'not_a_number'
    case 'numeric':
      return isDecimal(bytes, start, end) ? copy(target, bytes, start, end) : 'not_a_number'
    case 'date':
      return isDate(latin(bytes, start, end)) ? copy(target, bytes, start, end) : 'not_a_date'
    case 'text':
      return writeText(target, bytes, start, end, rule.maxLength)
    case 'month':
    case 'academic year':
      throw new RangeError('Month and academic year make one value each; the line converter writes them.')
  }
}

/** @returns NaN for what is no whole number of at most 18 digits; from the 17th digit on it is not exact */
export function readWhole(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > 18) return NaN
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) return NaN
    value = value * 10 + digit
  }
  return value
}

export function writeWhole(target: CopyText, value: number): void {
  const text = String(value)
  for (let at = 0; at < text.length; at++) target.bytes[target.length++] = text.charCodeAt(at)
}

const longestDecimal = 30

function isDecimal(bytes: Uint8Array, start: number, end: number): boolean {
  let points = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte === point) points++
    else if (byte < zero || byte > nine) return false
  }
  return points <= 1 && end - start > points && end - start <= longestDecimal
}

function copy(target: CopyText, bytes: Uint8Array, start: number, end: number): null {
  for (let at = start; at < end; at++) target.bytes[target.length++] = bytes[at] ?? 0
  return null
}

const utf8 = new TextDecoder('utf-8', {fatal: true})
const latin = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 16)))

/** A letter that stands for a byte which would end the field or the line. */
const escapes: Readonly<Record<number, number>> = {10: 110, 13: 114, 92: backslash, 124: delimiter}

function writeText(
  target: CopyText,
  bytes: Uint8Array,
  start: number,
  end: number,
  maxLength: number | null,
): RejectReason | null {
  let isAscii = true
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    // PostgreSQL has no text with NUL.
    if (byte === 0) return 'not_text'
    if (byte > 127) isAscii = false
  }
  if (!isAscii || (maxLength !== null && end - start > maxLength)) {
    const text = decoded(bytes.subarray(start, end))
    if (text === null) return 'not_text'
    if (maxLength !== null && codePoints(text) > maxLength) return 'too_long'
  }
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    const letter = escapes[byte]
    if (letter !== undefined) target.bytes[target.length++] = backslash
    target.bytes[target.length++] = letter ?? byte
  }
  return null
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** As PostgreSQL counts the characters of a varchar. */
const codePoints = (text: string): number => Array.from(text).length
