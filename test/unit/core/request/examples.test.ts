import {readdirSync, readFileSync} from 'node:fs'
import {parse} from 'yaml'
import {describe, expect, it, test} from 'vitest'
import {validateReplayRequest} from '../../../../src/core/generated/validators.js'
import {cqubeSources} from '../../../../src/core/emission/source-order.ts'
import {fileProblems} from '../../../../src/core/request/file-problems.ts'
import {requestProblems} from '../../../../src/core/request/request-problems.ts'
import {context, read} from './reading.ts'

const folder = 'replay-requests/examples'
const files = readdirSync(folder)
const textOf = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8')

describe('the examples', () => {
  it('are one for each data source', () => {
    expect(files.sort()).toEqual(cqubeSources.map((source) => `${source}.yaml`).sort())
  })

  test.each(files)('%s is valid, selects what it is called after, and is commented', (file) => {
    const {request, problems} = read(textOf(file), `${folder}/${file}`, context)

    expect(problems).toEqual([])
    expect([...new Set(request?.slices.map(({dataSource}) => `${dataSource}.yaml`))]).toEqual([file])
    expect(textOf(file)).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/schemas\/replay-request\.schema\.json\n# [A-Z]/,
    )
  })
})

describe('the README of the requests', () => {
  const readme = readFileSync('replay-requests/README.md', 'utf8')
  const rows = [...readme.matchAll(/^\| (.*) \| .* \| `([[{].*[\]}])` \|$/gm)].map(([, names = '', example = '']) => ({
    sources: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    example,
  }))

  it('shows every data source', () => {
    expect([...new Set(rows.flatMap(({sources}) => sources))].sort()).toEqual([...cqubeSources].sort())
  })

  test.each(rows)('has the valid example $example', ({sources, example}) => {
    const text = `reason: emitted twice\nreplay: {${sources[0] ?? 'crc'}: ${example}}`

    expect(read(text).request).not.toBeNull()
  })
})

/** As an editor reads it: numbers are numbers. */
const isAccepted = (text: string): boolean => validateReplayRequest(parse(text))

describe('the schema for editors', () => {
  test.each(
    [
      ...files.map(textOf),
      readFileSync('test/fixtures/requests/every-data-source.yaml', 'utf8'),
      'reason: emitted twice\nreplay: {Infrastructure: {option: delete all data}, udise: , static: {selection: no}}',
      'reason: emitted twice\nreplay: {semester: {semesters: ["1", 2]}, crc: {year: , months: []}}',
      'reason: emitted twice\nreplay: {periodic_assessment_test: {exam_codes: [PAT01]}, diksha_tpd: {batch_ids: [046789]}}',
      'reason: emitted twice\nreplay: {student_attendance: [{year: 2020, months: ["01", 2]}, {year: "2021", months: [03]}]}',
      'reason: emitted twice\nreplay: {crc: {from_date: 2021-01-01, to_date: 2021-01-31}}\nrepeat_of: 20261101T163000Z-4f2a',
      'reason: emitted twice\nreplay: {diksha_summary_rollup: {from_date: "", to_date: ""}, static: {selection: "yes"}}',
    ].map((text) => ({text, title: text.slice(0, 90).replaceAll('\n', ' ')})),
  )('accepts what the program accepts: $title', ({text}) => {
    expect(isAccepted(text)).toBe(true)
    expect(read(text).request).not.toBeNull()
  })

  /** Of a day, of other entries, or of sums: beyond what a schema can say. */
  const beyondSchema = new Set([
    'EXPECT_ROWS_DIFFER',
    'NOTHING_SELECTED',
    'SOURCE_TWICE',
    'SPELLED_TWICE',
    'VALUE_TWICE',
    'SELECTION_INCOMPLETE',
    'MONTH_IN_FUTURE',
    'DATE_INVALID',
    'DATE_OUT_OF_RANGE',
    'DATES_REVERSED',
    'NOT_WHOLE_MONTHS',
    'ACADEMIC_YEAR_INVALID',
  ])

  // What is wrong with a file's name or kind is no matter of its content.
  const ofContent = Object.entries(requestProblems).filter(
    ([code, {severity}]) => severity === 'error' && !(code in fileProblems),
  )
  test.each(ofContent)('refuses the example of %s, or leaves it to the program', (code, {example}) => {
    expect(isAccepted(example?.text ?? '')).toBe(beyondSchema.has(code))
  })
})
