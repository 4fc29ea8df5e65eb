import {describe, expect, it, test} from 'vitest'
import {read} from './reading.ts'

/** What cQube's admin screen writes, one data source a file (release 3.7, data-replay.component.ts). */
const screenFiles: [string, object, object][] = [
  ['student_attendance', {year: '2021', months: [1, 3]}, {kind: 'months', year: 2021, months: [1, 3]}],
  ['teacher_attendance', {year: '2021', months: [1, 3]}, {kind: 'months', year: 2021, months: [1, 3]}],
  ['crc', {year: '2021', months: [1, 3]}, {kind: 'months', year: 2021, months: [1, 3]}],
  [
    'diksha_summary_rollup',
    {from_date: '2021-01-01', to_date: '2021-01-31'},
    {kind: 'dates', from: '2021-01-01', to: '2021-01-31'},
  ],
  [
    'semester',
    {academic_year: '2020-21', semesters: [1]},
    {kind: 'semesters', academicYear: '2020-21', semesters: [1]},
  ],
  ['semester', {semesters: [1]}, {kind: 'semesters', academicYear: null, semesters: [1]}],
  ['periodic_assessment_test', {exam_code: ['PAT010101012021']}, {kind: 'codes', codes: ['PAT010101012021']}],
  ['diksha_tpd', {batch_id: ['03052315462389']}, {kind: 'codes', codes: ['03052315462389']}],
  ['udise', {option: 'delete all data'}, {kind: 'all'}],
  ['infrastructure', {option: 'delete all data'}, {kind: 'all'}],
  ['static', {option: 'delete all data'}, {kind: 'all'}],
]

describe("a file of cQube's screen", () => {
  test.each(screenFiles)('for %s works below `replay`: %j', (dataSource, entry, slice) => {
    const text = JSON.stringify({reason: 'emitted twice', replay: {[dataSource]: entry}})

    expect(read(text, 'pasted.json').request?.slices).toEqual([{dataSource, ...slice}])
  })

  test.each(screenFiles)('for %s alone has one problem, which says what to add: %j', (dataSource, entry) => {
    const {problems} = read(JSON.stringify({[dataSource]: entry}), 'pasted.json')

    expect(problems.map(({code, place, fix}) => [code, place.pointer, fix])).toEqual([
      [
        'SOURCE_OUTSIDE_REPLAY',
        `/${dataSource}`,
        "Put the data sources under `replay:` and add `reason:`; cQube's own files have neither.",
      ],
    ])
  })
})

it('tells of data sources outside `replay` also when there is one', () => {
  const {problems} = read('reason: emitted twice\nreplay: {udise: {selection: yes}}\nstatic: {selection: yes}\n')

  expect(problems.map(({code, place}) => [code, place.line])).toContainEqual(['SOURCE_OUTSIDE_REPLAY', 3])
})
