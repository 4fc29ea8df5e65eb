import {describe, expect, it, test} from 'vitest'
import {context, slicesOf} from './reading.ts'

const months = (dataSource: string, year: number, ...numbers: number[]) => ({
  kind: 'months',
  dataSource,
  year,
  months: numbers,
})

describe('months', () => {
  test.each<[string, object[] | string[]]>([
    ['crc: {year: "2020", months: ["01", "03"]}', [months('crc', 2020, 1, 3)]],
    ['crc: {year: 2020, months: [3, 1]}', [months('crc', 2020, 1, 3)]],
    ['crc: {year: 2020, months: [3, 03]}', ['VALUE_TWICE']],
    ['crc: [{year: 2021, months: [1]}, {year: 2020, months: [12]}]', [months('crc', 2020, 12), months('crc', 2021, 1)]],
    ['crc: [{year: 2021, months: [3]}, {year: 2021, months: [1]}]', [months('crc', 2021, 1, 3)]],
    ['crc: [{year: 2021, months: [3]}, {year: 2021, months: [3]}]', ['VALUE_TWICE']],
    ['crc: [{year: 2021, months: [3]}, crc]', ['REQUEST_SHAPE']],
    ['crc: {year: 2021}', ['SELECTION_INCOMPLETE']],
    ['crc: {months: [3]}', ['SELECTION_INCOMPLETE']],
    ['crc: {year: 2021, months: 3}', ['REQUEST_SHAPE']],
    ['crc: {year: 2021, months: [[3]]}', ['REQUEST_SHAPE']],
    ['crc: {year: 2021, month: [3]}', ['SELECTION_INCOMPLETE', 'REQUEST_KEY_UNKNOWN']],
    ['crc: [3]', ['REQUEST_SHAPE']],
    ['crc: march', ['REQUEST_SHAPE']],
    ['crc: {year: 1999, months: [3]}', ['YEAR_OUT_OF_RANGE']],
    ['crc: {year: 2000, months: [3]}', [months('crc', 2000, 3)]],
    ['crc: {year: 2027, months: [3]}', ['YEAR_OUT_OF_RANGE']],
    ['crc: {year: 21, months: [3]}', ['YEAR_OUT_OF_RANGE']],
    ['crc: {year: 02021, months: [3]}', ['YEAR_OUT_OF_RANGE']],
    ['crc: {year: 2021.0, months: [3]}', ['YEAR_OUT_OF_RANGE']],
    ['crc: {year: 1999, months: [13]}', ['YEAR_OUT_OF_RANGE', 'MONTH_OUT_OF_RANGE']],
    ['crc: {year: 2021, months: [0]}', ['MONTH_OUT_OF_RANGE']],
    ['crc: {year: 2021, months: [1, 13, 003]}', ['MONTH_OUT_OF_RANGE', 'MONTH_OUT_OF_RANGE']],
    ['crc: {year: 2021, months: [1e0]}', ['MONTH_OUT_OF_RANGE']],
    ['crc: {year: 2021, months: [""]}', ['MONTH_OUT_OF_RANGE']],
    ['crc: {year: 2026, months: [11]}', [months('crc', 2026, 11)]],
    ['crc: {year: 2026, months: [12]}', ['MONTH_IN_FUTURE']],
  ])('%s', (replay, expected) => {
    expect(slicesOf(replay)).toEqual(expected)
  })
})

describe('crc by dates', () => {
  test.each<[string, object[] | string[]]>([
    ['crc: {from_date: 2021-03-01, to_date: 2021-03-31}', [months('crc', 2021, 3)]],
    ['crc: {from_date: 2020-12-01, to_date: 2021-02-28}', [months('crc', 2020, 12), months('crc', 2021, 1, 2)]],
    ['crc: {from_date: 2020-02-01, to_date: 2020-02-28}', ['NOT_WHOLE_MONTHS']],
    ['crc: {from_date: 2021-03-02, to_date: 2021-03-31}', ['NOT_WHOLE_MONTHS']],
    ['crc: {from_date: 2026-11-01, to_date: 2026-11-30}', [months('crc', 2026, 11)]],
    ['crc: {from_date: 2026-11-01, to_date: 2026-12-31}', ['DATE_OUT_OF_RANGE']],
    ['crc: {year: 2021, months: [3], from_date: 2021-03-01, to_date: 2021-03-31}', ['SPELLED_TWICE']],
    ['crc: {year: 2021, months: [3], from_date: "", to_date: ""}', ['SPELLED_TWICE']],
    [
      'student_attendance: {from_date: 2021-03-01, to_date: 2021-03-31}',
      ['REQUEST_KEY_UNKNOWN', 'REQUEST_KEY_UNKNOWN'],
    ],
  ])('%s', (replay, expected) => {
    expect(slicesOf(replay)).toEqual(expected)
  })
})

describe('dates', () => {
  const dates = (from: string, to: string) => [{kind: 'dates', dataSource: 'diksha_summary_rollup', from, to}]

  test.each<[string, object[] | string[]]>([
    ['{from_date: 2021-01-01, to_date: "2021-01-31"}', dates('2021-01-01', '2021-01-31')],
    ['{from_date: 2024-02-29, to_date: 2024-02-29}', dates('2024-02-29', '2024-02-29')],
    ['{from_date: 2021-02-29, to_date: 2021-03-31}', ['DATE_INVALID']],
    ['{from_date: 2021-2-1, to_date: 2021-13-01}', ['DATE_INVALID', 'DATE_INVALID']],
    ['{from_date: 2021-01-01, to_date: ""}', ['SELECTION_INCOMPLETE']],
    ['{to_date: 2021-01-01}', ['SELECTION_INCOMPLETE']],
    ['{from_date: 2021-01-02, to_date: 2021-01-01}', ['DATES_REVERSED']],
    ['{from_date: 1999-12-31, to_date: 2021-01-01}', ['DATE_OUT_OF_RANGE']],
    ['{from_date: 2026-11-24, to_date: 2026-11-24}', dates('2026-11-24', '2026-11-24')],
    ['{from_date: 2026-11-24, to_date: 2026-11-25}', ['DATE_OUT_OF_RANGE']],
    ['{year: 2021, months: [1]}', ['REQUEST_KEY_UNKNOWN', 'REQUEST_KEY_UNKNOWN']],
    ['[{from_date: 2021-01-01, to_date: 2021-01-31}]', ['REQUEST_SHAPE']],
  ])('%s', (entry, expected) => {
    expect(slicesOf(`diksha_summary_rollup: ${entry}`)).toEqual(expected)
  })
})

describe('semesters', () => {
  const semesters = (academicYear: string | null, ...numbers: number[]) => [
    {kind: 'semesters', dataSource: 'semester', academicYear, semesters: numbers},
  ]

  test.each<[string, object[] | string[]]>([
    ['{academic_year: 2020-21, semester: [2, 1]}', semesters('2020-21', 1, 2)],
    ['{academic_year: "2020-21", semesters: ["1"]}', semesters('2020-21', 1)],
    ['{semesters: [1]}', semesters(null, 1)],
    ['{academic_year: "", semesters: [1]}', semesters(null, 1)],
    ['{academic_year: 2099-00, semesters: [1]}', ['ACADEMIC_YEAR_INVALID']],
    ['{academic_year: 2026-27, semesters: [1]}', semesters('2026-27', 1)],
    ['{academic_year: 2027-28, semesters: [1]}', ['ACADEMIC_YEAR_INVALID']],
    ['{academic_year: 2020-2021, semesters: [1]}', ['ACADEMIC_YEAR_INVALID']],
    ['{academic_year: 2020-22, semesters: [0]}', ['ACADEMIC_YEAR_INVALID', 'SEMESTER_INVALID']],
    ['{academic_year: 2020-21}', ['SELECTION_INCOMPLETE']],
    ['{semester: [1], semesters: [1]}', ['SPELLED_TWICE']],
    ['{semester: [1, 1]}', ['VALUE_TWICE']],
    ['{semester: [10]}', ['SEMESTER_INVALID']],
  ])('%s', (entry, expected) => {
    expect(slicesOf(`semester: ${entry}`)).toEqual(expected)
  })
})

describe('codes', () => {
  const codes = (dataSource: string, ...list: string[]) => [{kind: 'codes', dataSource, codes: list}]

  test.each<[string, object[] | string[]]>([
    ['periodic_assessment_test: {exam_codes: [PAT02, PAT01]}', codes('periodic_assessment_test', 'PAT01', 'PAT02')],
    ['periodic_assessment_test: {exam_code: [PAT01, PAT01]}', ['EXAM_CODE_UNUSUAL', 'VALUE_TWICE']],
    ['periodic_assessment_test: {exam_code: ["\' or 1=1 --"]}', ['CODE_INVALID']],
    ['periodic_assessment_test: {exam_code: [PAT_01]}', ['CODE_INVALID']],
    ['periodic_assessment_test: {exam_code: [PAT010101012021], exam_codes: [PAT010201012021]}', ['SPELLED_TWICE']],
    ['periodic_assessment_test: {batch_id: [PAT01]}', ['REQUEST_KEY_UNKNOWN']],
    ['diksha_tpd: {batch_ids: [046789546783, 03052315462389]}', codes('diksha_tpd', '03052315462389', '046789546783')],
    ['diksha_tpd: {batch_id: [a_b-C]}', codes('diksha_tpd', 'a_b-C')],
    ['diksha_tpd: {batch_id: ["a b"]}', ['CODE_INVALID']],
    [`diksha_tpd: {batch_id: [${'a'.repeat(65)}]}`, ['CODE_INVALID']],
    ['diksha_tpd: {batch_id: 046789546783}', ['REQUEST_SHAPE']],
  ])('%s', (replay, expected) => {
    expect(slicesOf(replay)).toEqual(expected)
  })
})

describe('as a whole', () => {
  test.each<[string, object[] | string[]]>([
    ['udise: {selection: "yes"}', [{kind: 'all', dataSource: 'udise'}]],
    ['Infrastructure: {selection: YES}', [{kind: 'all', dataSource: 'infrastructure'}]],
    ['static: {option: delete all data}', [{kind: 'all', dataSource: 'static'}]],
    ['static: {selection: true}', ['SELECTION_INVALID']],
    ['static: {selection: yes/no}', ['SELECTION_INVALID']],
    ['static: {selection: yes, option: delete all data}', ['SPELLED_TWICE']],
    ['static: yes', ['REQUEST_SHAPE']],
    ['Static: {selection: yes}', ['SOURCE_UNKNOWN']],
    ['infrastructure: {selection: yes}\nInfrastructure: {selection: no}', ['SOURCE_TWICE']],
  ])('%s', (replay, expected) => {
    expect(slicesOf(replay)).toEqual(expected)
  })
})

describe('an entry that selects nothing', () => {
  test.each([
    'crc:',
    'crc: {}',
    'crc: []',
    'crc: {year: "", months: []}',
    'crc: {year: 2020, months: []}',
    'crc: [{year: 2020, months: []}]',
    'crc: {from_date: "", to_date: ""}',
    'diksha_summary_rollup: {from_date: "", to_date: }',
    'semester: {academic_year: 2020-21, semester: []}',
    'periodic_assessment_test: {exam_code: []}',
    'diksha_tpd: {batch_ids: }',
    'udise: {selection: "no"}',
    'udise: {selection: No, option: }',
    'udise: {selection: ""}',
  ])('%s is legal beside one that does, and a problem alone', (entry) => {
    expect(slicesOf(`${entry}\nstatic: {selection: yes}`)).toEqual([{kind: 'all', dataSource: 'static'}])
    expect(slicesOf(entry)).toEqual(['NOTHING_SELECTED'])
  })
})

describe('data sources that the settings add', () => {
  const added = {
    ...context,
    addedSources: {meals: 'months', visits: 'dates', terms: 'semesters', tests: 'codes', maps: 'all'} as const,
  }

  it('are selected by the shapes of their kinds', () => {
    const replay =
      'visits: {from_date: 2021-01-01, to_date: 2021-01-01}\nterms: {semester: [1]}\ntests: {codes: [a-1]}\nmaps: {selection: yes}\nmeals: {year: 2021, months: [1]}'

    expect(slicesOf(replay, added)).toEqual([
      {kind: 'all', dataSource: 'maps'},
      months('meals', 2021, 1),
      {kind: 'semesters', dataSource: 'terms', academicYear: null, semesters: [1]},
      {kind: 'codes', dataSource: 'tests', codes: ['a-1']},
      {kind: 'dates', dataSource: 'visits', from: '2021-01-01', to: '2021-01-01'},
    ])
    expect(slicesOf(replay)).toEqual(Array.from({length: 5}, () => 'SOURCE_UNKNOWN'))
  })

  it('cannot be selected by dates as crc can', () => {
    expect(slicesOf('meals: {from_date: 2021-01-01, to_date: 2021-01-31}', added)).toEqual([
      'REQUEST_KEY_UNKNOWN',
      'REQUEST_KEY_UNKNOWN',
    ])
  })
})
