import {readFileSync} from 'node:fs'
import {describe, expect, it, test} from 'vitest'
import {problemText} from '../../../../src/core/problem-text.ts'
import {codesOf, read, requestFor} from './reading.ts'

const udise = 'replay: {udise: {selection: yes}}\n'
const reason = 'reason: March attendance was emitted twice\n'
const contract = 'expect: {planned_at: "2026-11-24T10:15:00+05:30", ledger: 7c1e, rows: {udise: 12}}\n'
const fixture = (name: string): string => readFileSync(`test/fixtures/requests/${name}`, 'utf8')

describe('a request', () => {
  it('is read with all it says', () => {
    const {request, problems} = read(`${reason}ticket: CQB-1\n${udise}${contract}`, 'replay-requests/a.yaml')

    expect(problems).toEqual([])
    expect(request).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      path: 'replay-requests/a.yaml',
      reason: 'March attendance was emitted twice',
      ticket: 'CQB-1',
      notBefore: null,
      repeatOf: null,
      slices: [{kind: 'all', dataSource: 'udise'}],
      expect: {plannedAt: '2026-11-24T10:15:00+05:30', ledger: '7c1e', rows: {udise: 12}},
    })
  })

  it('may select all ten data sources, in any order', () => {
    const {request, problems} = read(fixture('every-data-source.yaml'))

    expect(problems.map(({code}) => code)).toEqual(['EXPECT_MISSING'])
    expect(request?.slices.map(({dataSource}) => dataSource)).toEqual([
      'student_attendance',
      'teacher_attendance',
      'crc',
      'diksha_summary_rollup',
      'semester',
      'periodic_assessment_test',
      'diksha_tpd',
      'udise',
      'infrastructure',
      'static',
    ])
    expect(request?.notBefore).toBe('2026-12-01T22:00+05:30')
    expect(request?.repeatOf).toBe('20261101T163000Z-4f2a')
  })

  it('shows a reason of several lines as one paragraph', () => {
    const {request} = read(`reason: |\n  March attendance\n\n  was emitted   twice\n${udise}`)

    expect(request?.reason).toBe('March attendance was emitted twice')
  })
})

describe('what is said of a request', () => {
  test.each<[string, string[]]>([
    [udise, ['REASON_MISSING']],
    [`reason:\n${udise}`, ['REASON_MISSING']],
    [`reason: [a, b]\n${udise}`, ['REQUEST_SHAPE']],
    [`reason: 123456789\n${udise}`, ['REASON_LENGTH']],
    [`reason: "         1234567890"\n${udise}`, []],
    [`reason: ${'क'.repeat(500)}\n${udise}`, []],
    [`reason: ${'क'.repeat(501)}\n${udise}`, ['REASON_LENGTH']],
    [`${reason}ticket:\n${udise}`, []],
    [`${reason}ticket: "#12"\n${udise}`, []],
    [`${reason}ticket: owner/repo#12\n${udise}`, []],
    [`${reason}ticket: "[x](http://y)"\n${udise}`, ['TICKET_INVALID']],
    [`${reason}not_before: 2026-12-01T22:00Z\n${udise}`, []],
    [`${reason}not_before: 2026-12-01T22:00:30-03:30\n${udise}`, []],
    [`${reason}not_before: 2026-12-01T22:00\n${udise}`, ['NOT_BEFORE_INVALID']],
    [`${reason}not_before: 2026-12-01\n${udise}`, ['NOT_BEFORE_INVALID']],
    [`${reason}not_before: 2026-02-30T22:00Z\n${udise}`, ['NOT_BEFORE_INVALID']],
    [`${reason}not_before: 2026-12-01T24:00Z\n${udise}`, ['NOT_BEFORE_INVALID']],
    [`${reason}not_before: 2026-12-01T22:00+15:00\n${udise}`, ['NOT_BEFORE_INVALID']],
    [`${reason}repeat_of: 20261101T163000Z-4F2A\n${udise}`, ['REPEAT_OF_INVALID']],
    [`${reason}repeat_of: 20261101T163000Z-4f2a0\n${udise}`, ['REPEAT_OF_INVALID']],
    [`${reason}undo:\n${udise}`, ['UNDO_RESERVED']],
    [`${reason}resaon: x\n${udise}`, ['REQUEST_KEY_UNKNOWN']],
    [reason, ['REPLAY_MISSING']],
    [`${reason}replay:\n`, ['NOTHING_SELECTED']],
    [`${reason}replay: all\n`, ['REQUEST_SHAPE']],
    ['- a list\n', ['REQUEST_SHAPE']],
    ['a text\n', ['REQUEST_SHAPE']],
    ['toString: x\nvalueOf: y\n', ['REASON_MISSING', 'REPLAY_MISSING', 'REQUEST_KEY_UNKNOWN', 'REQUEST_KEY_UNKNOWN']],
    [`${reason}replay: {toString: {selection: yes}, hasOwnProperty: }\n`, ['SOURCE_UNKNOWN', 'SOURCE_UNKNOWN']],
  ])('%s', (text, expected) => {
    const result = read(text)

    expect(codesOf(result)).toEqual(expected)
    expect(result.request === null).toBe(expected.length > 0)
  })

  it('may name the schema in a JSON file', () => {
    const text = `{"$schema": "../x.json", "reason": "emitted twice", "replay": {"udise": {"selection": "yes"}}}`

    expect(read(text, 'a.json').request?.slices).toEqual([{kind: 'all', dataSource: 'udise'}])
  })
})

describe('the row contract', () => {
  const withContract = (text: string): string[] =>
    read(`${reason}${udise}expect: ${text}\n`).problems.map(({code}) => code)
  const head = 'planned_at: 2026-11-24T10:15Z, ledger: 7c1e'

  test.each<[string, string[]]>([
    [`{${head}, rows: {udise: 0}}`, []],
    [`{${head}, rows: {udise: "12"}}`, []],
    ['', ['EXPECT_MISSING']],
    ['{}', ['EXPECT_INCOMPLETE', 'EXPECT_INCOMPLETE', 'EXPECT_INCOMPLETE']],
    [`{${head}, rows: {}}`, ['EXPECT_ROWS_DIFFER']],
    [`{${head}, rows: {udise: 1, static: 2}}`, ['EXPECT_ROWS_DIFFER']],
    [`{${head}, rows: {static: 2}}`, ['EXPECT_ROWS_DIFFER']],
    [`{${head}, rows: {udice: 2}}`, ['REQUEST_KEY_UNKNOWN']],
    [`{${head}, rows: {udise: -1}}`, ['EXPECT_INVALID']],
    [`{${head}, rows: {udise: 1e3}}`, ['EXPECT_INVALID']],
    [`{${head}, rows: {udise: 1 000}}`, ['EXPECT_INVALID']],
    [`{${head}, rows: {udise: [1]}}`, ['REQUEST_SHAPE']],
    [`{planned_at: yesterday, ledger: 7C1E, rows: {udise: 1}}`, ['EXPECT_INVALID', 'EXPECT_INVALID']],
    [`{${head}, rows: {udise: 1}, by: me}`, ['REQUEST_KEY_UNKNOWN']],
    ['yes', ['REQUEST_SHAPE', 'EXPECT_INCOMPLETE', 'EXPECT_INCOMPLETE', 'EXPECT_INCOMPLETE']],
  ])('%s', (text, expected) => {
    expect(withContract(text)).toEqual(expected)
  })

  it('is not compared with a selection that is itself wrong', () => {
    const text = `${requestFor('udise: {selection: maybe}\nstatic: {selection: yes}')}expect: {${head}, rows: {udise: 1}}\n`

    expect(codesOf(read(text))).toEqual(['SELECTION_INVALID'])
  })

  it('may use the other spelling of a data source', () => {
    const text = `${requestFor('infrastructure: {selection: yes}')}expect: {${head}, rows: {Infrastructure: 5}}\n`

    expect(read(text).request?.expect?.rows).toEqual({infrastructure: 5})
  })
})

it('reports all mistakes of a file at once, in its order', () => {
  const text = `reason: short\nticket: a b\nreplay:\n  crc: {year: 1999, months: ["13"]}\n  atendance: {}\n  udise: {selection: maybe}\n`

  expect(read(text, 'replay-requests/a.yaml').problems.map(problemText).join('\n')).toMatchInlineSnapshot(`
    "replay-requests/a.yaml:1:1 at /expect
      EXPECT_MISSING: The request has no row contract \`expect\`, without which a run refuses it under the default settings.
      Fix: Run \`cqube-replay plan --write\` on the file: it counts the rows and writes \`expect\`.
    replay-requests/a.yaml:1:9 at /reason
      REASON_LENGTH: The reason "short" has 5 characters; it needs 10 to 500.
      Fix: Say in 10 to 500 characters what was wrong with the data.
    replay-requests/a.yaml:2:9 at /ticket
      TICKET_INVALID: \`ticket\` is "a b", which is not a plain name.
      Fix: Write up to 64 letters, digits and \`. _ - / #\`, such as \`CQB-1234\`.
    replay-requests/a.yaml:4:15 at /replay/crc/year
      YEAR_OUT_OF_RANGE: "1999" is no year that can be replayed; years run from 2000 to 2026.
      Fix: Write a year from 2000 to this one, in four digits.
    replay-requests/a.yaml:4:30 at /replay/crc/months/0
      MONTH_OUT_OF_RANGE: "13" is not a month; months run from "01" to "12".
      Fix: Write the month as "01" … "12".
    replay-requests/a.yaml:5:3 at /replay/atendance
      SOURCE_UNKNOWN: No data source is called "atendance".
      Fix: Write one of student_attendance, teacher_attendance, crc, diksha_summary_rollup, semester, periodic_assessment_test, diksha_tpd, udise, infrastructure, static.
    replay-requests/a.yaml:6:22 at /replay/udise/selection
      SELECTION_INVALID: \`selection\` is "maybe", which is neither "yes" nor "no".
      Fix: Write \`selection: "yes"\`, or \`selection: "no"\` if the data source is not to be replayed."
  `)
})

it('tells at most a hundred mistakes, and how many more there are', () => {
  const codes = Array.from({length: 500}, (_, index) => `"a b ${index}"`).join(', ')

  const {problems} = read(requestFor(`diksha_tpd: {batch_id: [${codes}]}`))

  expect(problems).toHaveLength(101)
  expect(problems.at(-1)?.what).toBe('401 more problems are not shown.')
})

it('finds the rows of a pasted file of cQube, and says where they belong', () => {
  const {request, problems} = read(fixture('cqube-documented.json'), 'replay-requests/pasted.json')

  expect(request).toBeNull()
  expect(problems.map(problemText).join('\n')).toMatchInlineSnapshot(`
    "replay-requests/pasted.json:2:3 at /student_attendance
      SOURCE_OUTSIDE_REPLAY: \`student_attendance\`, \`teacher_attendance\`, \`crc\` and 7 more stand at the top of the file, where only \`replay\` and what is said of it belong.
      Fix: Put the data sources under \`replay:\` and add \`reason:\`; cQube's own files have neither.
    replay-requests/pasted.json:9:26 at /udise/selection
      SELECTION_INVALID: \`selection\` is "yes/no", which is neither "yes" nor "no".
      Fix: Write \`selection: "yes"\`, or \`selection: "no"\` if the data source is not to be replayed.
    replay-requests/pasted.json:10:35 at /Infrastructure/selection
      SELECTION_INVALID: \`selection\` is "yes/no", which is neither "yes" nor "no".
      Fix: Write \`selection: "yes"\`, or \`selection: "no"\` if the data source is not to be replayed.
    replay-requests/pasted.json:11:27 at /static/selection
      SELECTION_INVALID: \`selection\` is "yes/no", which is neither "yes" nor "no".
      Fix: Write \`selection: "yes"\`, or \`selection: "no"\` if the data source is not to be replayed."
  `)
})
