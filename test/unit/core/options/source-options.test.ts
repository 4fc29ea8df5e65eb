import {describe, expect, it} from 'vitest'
import type {HeldKeys, TableKeys} from '../../../../src/core/options/held-keys.ts'
import {sourceOptions, type OptionFilter} from '../../../../src/core/options/source-options.ts'

const table = (name: string, keys: readonly string[], more: Partial<TableKeys> = {}): TableKeys => ({
  table: name,
  isOptionTable: false,
  keys,
  rows: null,
  ...more,
})

const held = (of: Partial<HeldKeys>): HeldKeys => ({
  dataSource: 'student_attendance',
  kind: 'months',
  tables: [],
  notRead: [],
  missing: [],
  deletedBy: new Map(),
  ...of,
})

const totals = (keys: readonly string[], rows: readonly number[] | null = null) =>
  table('school_student_total_attendance', keys, {isOptionTable: true, rows})

const keysOf = (of: Partial<HeldKeys>, filter: OptionFilter = {}) =>
  sourceOptions(held(of), filter).options.map(({key}) => key)

describe('what a data source offers', () => {
  it("marks what cQube's own page does not offer with the tables that hold it", () => {
    const {options} = sourceOptions(
      held({
        tables: [
          table('student_attendance_staging_1', ['2021-07', '2021-05', '2021-07']),
          table('student_attendance_trans', ['2021-07', '2021-06', '2021-05']),
          totals(['2021-05']),
        ],
      }),
    )

    expect(options.map(({key, onlyIn}) => [key, onlyIn])).toEqual([
      ['2021-05', []],
      ['2021-06', ['student_attendance_trans']],
      ['2021-07', ['student_attendance_staging_1', 'student_attendance_trans']],
    ])
  })

  it('marks nothing as not offered where cQube has no option file', () => {
    const {options, hasOptionFile} = sourceOptions(
      held({dataSource: 'meals', tables: [table('meals_trans', ['2021-06', '2021-06'])]}),
    )

    expect(hasOptionFile).toBe(false)
    expect(options).toEqual([{key: '2021-06', onlyIn: [], rows: null, deletedBy: null}])
  })

  it('names the run that deleted a key', () => {
    const {options} = sourceOptions(
      held({tables: [totals(['2021-05', '2021-06'])], deletedBy: new Map([['2021-06', '20261101T163000Z-4f2a']])}),
    )

    expect(options.map(({deletedBy}) => deletedBy)).toEqual([null, '20261101T163000Z-4f2a'])
  })

  it('adds up the rows of all tables', () => {
    const {options} = sourceOptions(
      held({
        tables: [table('student_attendance_trans', ['2021-06', '2021-05'], {rows: [7, 5]}), totals(['2021-05'], [1])],
      }),
    )

    expect(options.map(({key, rows}) => [key, rows])).toEqual([
      ['2021-05', 6],
      ['2021-06', 7],
    ])
  })

  it('is one thing for a full refresh, whatever the tables hold', () => {
    expect(keysOf({dataSource: 'udise', kind: 'all', tables: []})).toEqual(['*'])
  })

  it('is in order whatever order the database has', () => {
    expect(keysOf({dataSource: 'diksha_tpd', kind: 'codes', tables: [totals(['b', 'a', 'B', '10', '9'])]})).toEqual([
      '10',
      '9',
      'B',
      'a',
      'b',
    ])
  })
})

describe('a filter', () => {
  it.each([
    ['months', ['2020-12', '2021-01'], ['2021-01']],
    ['dates', ['2020-12-31', '2021-01-01'], ['2021-01-01']],
    ['semesters', ['2019-20/1', '2020-21/1', '2021-22/2'], ['2020-21/1', '2021-22/2']],
    ['codes', ['PAT010101012020', 'PAT010101012021', '03052315462021'], ['PAT010101012021']],
  ] as const)('of 2021 keeps of %s %j', (kind, keys, kept) => {
    expect(keysOf({kind, tables: [totals(keys)]}, {year: 2021})).toEqual(kept)
  })

  it('finds a part of a key in any case, and counts what it left out', () => {
    const source = sourceOptions(held({kind: 'codes', tables: [totals(['PAT01', 'SAT01', 'PAT02'])]}), {search: 'pat'})

    expect(source.options.map(({key}) => key)).toEqual(['PAT01', 'PAT02'])
    expect(source.filteredOut).toBe(1)
  })
})
