import {firstMonth} from './academic-year.ts'
import {delimiter, readWhole, writeField, writeWhole, type CopyText} from './copy-text.ts'
import {readHeader} from './header.ts'
import {readRecord, splitRecord, type SplitRecord} from './record-splitter.ts'
import {refused} from './refusal.ts'
import type {LineCounts, RejectReason} from './rejects.ts'
import type {Column, Stem} from './stems.ts'

export interface LineConverter {
  /** @returns COPY text of the whole lines that have come so far and were not returned yet */
  push(chunk: Uint8Array): Uint8Array
  /** The file is over. @throws {ReplayError} FILE_REFUSED when it ends inside a line, or has none */
  end(): void
  counts(): LineCounts
}

export interface ConverterOptions {
  /** `YYYY-MM-DD`: lines of later months are rejected. */
  readonly today: string
}

/** A line of more bytes is no line: a quote was opened and never closed, or it is another kind of file. */
const longestLine = 1024 * 1024

/**
 * Turns a pipe-delimited file with a header into PostgreSQL's COPY text for the staged columns of its stem, whatever the
 * cuts between its chunks. Lines that do not fit are counted by reason and left out. It holds one chunk and one line.
 * @throws {ReplayError} FILE_REFUSED by `push` for a wrong header or a line without end
 */
export function createLineConverter(stem: Stem, {today}: ConverterOptions): LineConverter {
  const latestMonth = monthNumber(Number(today.slice(0, 4)), Number(today.slice(5, 7)))
  const record = splitRecord(stem.columns.length + stem.dropped.length + 8)
  const rejects: Partial<Record<RejectReason, number>> = {}
  let rest: Uint8Array = new Uint8Array()
  let places: readonly number[] | null = null
  let fields = 0
  let lines = 0

  function takeHeader(bytes: Uint8Array): void {
    const utf8 = new TextDecoder()
    const names = Array.from({length: Math.min(record.fields, record.starts.length)}, (_, index) =>
      utf8.decode(bytes.subarray(record.starts[index], record.ends[index])),
    )
    if (record.fields > names.length) {
      throw refused('HEADER_WRONG', `The header has ${record.fields} fields, ${stem.name} at most ${names.length}.`)
    }
    places = readHeader(names, stem)
    fields = record.fields
  }

  function takeLine(target: CopyText, bytes: Uint8Array, at: readonly number[]): void {
    lines++
    const before = target.length
    const reason = lineProblem(record, fields) ?? writeLine(target, bytes, record, stem.columns, at, latestMonth)
    if (reason === null) return
    target.length = before
    rejects[reason] = (rejects[reason] ?? 0) + 1
  }

  return {
    push: (chunk) => {
      const bytes = joined(rest, chunk)
      // No field grows beyond twice its length, and a year is no longer than the academic year it is made from.
      const target = {bytes: new Uint8Array(2 * bytes.length + 64), length: 0}
      let from = places === null && lines === 0 && hasByteOrderMark(bytes) ? 3 : 0
      for (;;) {
        const next = readRecord(bytes, from, bytes.length, record)
        if (next < 0) break
        if (places === null) takeHeader(bytes)
        else takeLine(target, bytes, places)
        from = next
      }
      rest = bytes.subarray(from)
      if (rest.length > longestLine) {
        throw refused(
          'LINE_TOO_LONG',
          `Line ${lines + 2} does not end within ${longestLine} bytes: a quote may be open. No line was loaded.`,
        )
      }
      return target.bytes.subarray(0, target.length)
    },
    end: () => {
      if (rest.length > 0) {
        throw refused(
          'CUT_SHORT',
          `It does not end in a line break: it was cut short after ${lines} whole lines. No line was loaded.`,
        )
      }
      if (places === null) throw refused('CUT_SHORT', 'It is empty.')
    },
    counts: () => ({lines, rejects: {...rejects}}),
  }
}

function lineProblem({starts, ends, fields, hasWrongQuotes}: SplitRecord, expected: number): RejectReason | null {
  if (fields === 1 && starts[0] === ends[0]) return 'blank_line'
  if (fields !== expected) return 'wrong_field_count'
  return hasWrongQuotes ? 'wrong_quotes' : null
}

function writeLine(
  target: CopyText,
  bytes: Uint8Array,
  {starts, ends}: SplitRecord,
  columns: readonly Column[],
  places: readonly number[],
  latestMonth: number,
): RejectReason | null {
  let year: number | null = null
  for (let index = 0; index < columns.length; index++) {
    const [column, place] = [columns[index], places[index]]
    if (column === undefined || place === undefined) break
    const [start, end] = [starts[place] ?? 0, ends[place] ?? 0]
    if (index > 0) target.bytes[target.length++] = delimiter
    if (column.kind === 'academic year') {
      const month = places[columns.findIndex(({kind}) => kind === 'month')] ?? 0
      year = readYear(bytes, start, end, readWhole(bytes, starts[month] ?? 0, ends[month] ?? 0))
      if (year === null) return start === end ? 'missing_value' : 'not_an_academic_year'
      writeWhole(target, year)
    } else if (column.kind === 'month') {
      const month = readWhole(bytes, start, end)
      if (!(month >= 1 && month <= 12)) return start === end ? 'missing_value' : 'not_a_month'
      if (year !== null && monthNumber(year, month) > latestMonth) return 'future_month'
      writeWhole(target, month)
    } else {
      const reason = writeField(target, bytes, start, end, column)
      if (reason !== null) return reason
    }
  }
  target.bytes[target.length++] = 10
  return null
}

const monthNumber = (year: number, month: number): number => year * 12 + month

/** The calendar year of a month in `2020-21`; null when it is written otherwise. */
function readYear(bytes: Uint8Array, start: number, end: number, month: number): number | null {
  if (end - start !== 7 || bytes[start + 4] !== 45) return null
  const first = readWhole(bytes, start, start + 4)
  if (readWhole(bytes, start + 5, end) !== (first + 1) % 100) return null
  return month < firstMonth ? first + 1 : first
}

const hasByteOrderMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

function joined(rest: Uint8Array, chunk: Uint8Array): Uint8Array {
  // Always a copy: quotes are undone in place, and the chunk is the caller's.
  const bytes = new Uint8Array(rest.length + chunk.length)
  bytes.set(rest)
  bytes.set(chunk, rest.length)
  return bytes
}
