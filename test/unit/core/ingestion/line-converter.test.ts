import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {createLineConverter} from '../../../../src/core/ingestion/line-converter.ts'
import {refusalOf} from '../../../../src/core/ingestion/refusal.ts'
import {stemNamed} from '../../../../src/core/ingestion/stems.ts'
import {attendanceCsv, attendanceHeader, attendanceLine, csv, type AttendanceLine} from '../../../support/incoming.ts'

const attendance = stemNamed('student_attendance')
const today = '2026-11-25'

function convert(text: string | Uint8Array, stem = attendance, chunkSize = Infinity) {
  const bytes = Buffer.from(text)
  const converter = createLineConverter(stem, {today})
  const rows: Uint8Array[] = []
  for (let from = 0; from < bytes.length; from += Math.min(chunkSize, bytes.length)) {
    rows.push(converter.push(bytes.subarray(from, from + chunkSize)))
  }
  converter.end()
  return {rows: Buffer.concat(rows).toString(), ...converter.counts()}
}

const rejectsOf = (...lines: readonly AttendanceLine[]) => convert(attendanceCsv(lines)).rejects
const reasonOf = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return refusalOf(error)?.reason
  }
  return null
}

describe('lines of student attendance', () => {
  it('become rows for COPY, without the Aadhaar number', () => {
    const {rows, lines, rejects} = convert(
      attendanceCsv([
        {id: 7, mark: ''},
        {id: 8, month: 6, mark: 2},
      ]),
    )

    expect(rows).toBe(`7|70000001|28000001|2021|3${'|'.repeat(31)}\n8|70000001|28000001|2020|6${'|2'.repeat(31)}\n`)
    expect({lines, rejects}).toEqual({lines: 2, rejects: {}})
  })

  it.each([
    [5, 2021],
    [6, 2020],
    [12, 2020],
    [1, 2021],
  ])('of month %i of 2020-21 are of %i', (month, year) => {
    expect(convert(attendanceCsv([{id: 1, month}])).rows).toContain(`|${year}|${month}|`)
  })

  it('are rejected by reason, and counted', () => {
    expect(rejectsOf({id: '', month: 3}, {id: 2})).toEqual({missing_value: 1})
    expect(rejectsOf({id: 'x'}, {id: '-1'}, {id: '1234567890123456789'}, {id: 1, mark: 40_000})).toEqual({
      not_a_number: 4,
    })
    expect(rejectsOf({id: 1, month: 13}, {id: 1, month: 0}, {id: 1, month: 'May'})).toEqual({not_a_month: 3})
    expect(rejectsOf({id: 1, year: '2020'}, {id: 1, year: '2020-22'}, {id: 1, year: '20-2021'})).toEqual({
      not_an_academic_year: 3,
    })
    expect(rejectsOf({id: 1, year: '2026-27', month: 12}, {id: 2, year: '2026-27', month: 11})).toEqual({
      future_month: 1,
    })
    expect(
      convert(csv(attendanceHeader, '', '1|2', `${attendanceLine({id: 1})}|9`, attendanceLine({id: 1}))).rejects,
    ).toEqual({
      blank_line: 1,
      wrong_field_count: 2,
    })
  })

  it('with fields in another order, capitals aside, Windows line ends and a byte order mark are the same', () => {
    const reversed = (line: string) => line.split('|').reverse().join('|')
    const [header = '', ...lines] = attendanceCsv([{id: 7}, {id: 8, mark: 2}])
      .trimEnd()
      .split('\n')
    const text = `\uFEFF${[reversed(header).toUpperCase(), ...lines.map(reversed)].join('\r\n')}\r\n`

    expect(convert(text)).toEqual(convert(attendanceCsv([{id: 7}, {id: 8, mark: 2}])))
  })

  it('are the same whatever the cuts between chunks', () => {
    const text = attendanceCsv([{id: 7}, {id: 'x'}, {id: 8, mark: 2}, {id: '"9"', mark: ''}])

    for (let size = 1; size < 40; size++) expect(convert(text, attendance, size), String(size)).toEqual(convert(text))
  })

  it('hold the file to its end and to its header', () => {
    expect(reasonOf(() => convert(attendanceCsv([{id: 1}]).trimEnd()))).toBe('CUT_SHORT')
    expect(reasonOf(() => convert(attendanceHeader))).toBe('CUT_SHORT')
    expect(reasonOf(() => convert(''))).toBe('CUT_SHORT')
    expect(reasonOf(() => convert(csv(`${attendanceHeader}|31`)))).toBe('HEADER_WRONG')
    expect(reasonOf(() => convert(csv(`${attendanceHeader}|Name`)))).toBe('HEADER_WRONG')
    expect(reasonOf(() => convert(csv(attendanceHeader.replaceAll('|', ','))))).toBe('HEADER_WRONG')
  })
})

describe('lines with texts', () => {
  const questions = stemNamed('periodic_exam_qst_mst')
  const header = questions.columns.map(({field}) => field).join('|')
  const question = (text: string, title = 'Q') => csv(header, `1|2|3|I|indicator|${title}|${text}|5`)

  it('are escaped for COPY', () => {
    expect(convert(question('"a|b\\c\r\nd"'), questions).rows).toBe('1|2|3|I|indicator|Q|a\\|b\\\\c\\r\\nd|5\n')
  })

  it('are rejected when PostgreSQL would not take them', () => {
    expect(convert(question('a\u0000b'), questions).rejects).toEqual({not_text: 1})
    expect(convert(Buffer.from(question('\u00ff'), 'latin1'), questions).rejects).toEqual({not_text: 1})
    expect(convert(question('ok', 'x'.repeat(21)), questions).rejects).toEqual({too_long: 1})
    expect(convert(question('ok', 'प'.repeat(20)), questions).rejects).toEqual({})
    expect(convert(question('"a"b'), questions).rejects).toEqual({wrong_quotes: 1})
  })

  it('hold the fields that another reader of CSV finds in them', () => {
    const field = fc.stringMatching(/^[a-z"|\\\n\ré ]{0,12}$/)
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(field, {minLength: 1, maxLength: 5}), fc.integer({min: 1, max: 50}), (texts, size) => {
        const text = csv(header, ...texts.map((each) => `1|2|3|I|${quoted(each)}|Q|x${quoted('').slice(2)}|5`))

        const expected = parse(text, {delimiter: '|', relax_quotes: true}).slice(1)
        const {rows, rejects} = convert(text, questions, size)

        expect(rejects).toEqual({})
        expect(copied(rows)).toEqual(expected)
      }),
    )
  })
})

const letters: Readonly<Record<string, string>> = {n: '\n', r: '\r'}

/** What COPY reads out of its text. */
function copied(rows: string): string[][] {
  return rows
    .split('\n')
    .slice(0, -1)
    .map((line) =>
      (line.match(/(?:\\.|[^|\\])*(?:\||$)/gs) ?? [])
        .slice(0, -1)
        .map((field) => field.replace(/\|$/, '').replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter)),
    )
}
