import type {SourceCount, TableCount} from '../../../../src/core/plan/counts.ts'
import type {JudgingContext} from '../../../../src/core/plan/judge.ts'
import type {ReplayRequest} from '../../../../src/core/request/request.ts'
import type {Slice} from '../../../../src/core/slice.ts'

export const attendance = (year: number, ...months: number[]): Slice => ({
  kind: 'months',
  dataSource: 'student_attendance',
  year,
  months,
})
export const semester = (academicYear: string | null, ...semesters: number[]): Slice => ({
  kind: 'semesters',
  dataSource: 'semester',
  academicYear,
  semesters,
})
export const udise: Slice = {kind: 'all', dataSource: 'udise'}

/** @param groups rows by their keys, which a comma parts */
export const tableCount = (
  table: string,
  groups: Readonly<Record<string, number>>,
  overrides: Partial<TableCount> = {},
): TableCount => ({
  table,
  position: 1,
  missing: false,
  transient: false,
  groups: Object.entries(groups).map(([keys, rows]) => ({keys: keys.split(','), rows})),
  tableRows: 1_000_000,
  tableRowsExact: true,
  tableBytes: 100_000_000,
  ...overrides,
})

export const sourceCount = (dataSource: string, ...tables: TableCount[]): SourceCount => ({
  dataSource,
  tables: tables.map((table, index) => ({...table, position: index + 1})),
  sideEffects: [],
  keys: [],
})

export const request = (overrides: Partial<ReplayRequest> = {}): ReplayRequest => ({
  id: 'a'.repeat(64),
  path: 'replay-requests/march.yaml',
  reason: 'March 2021 student attendance was emitted twice',
  ticket: null,
  notBefore: null,
  repeatOf: null,
  slices: [attendance(2020, 1, 3)],
  expect: {plannedAt: '2026-11-24T10:15:00+05:30', ledger: '7c1e', rows: {student_attendance: 1000}},
  ...overrides,
})

export const context = (overrides: Partial<JudgingContext['settings']> = {}): JudgingContext => ({
  settings: {
    limits: {
      rowsPerRequest: 10_000_000,
      rowsPerRun: 20_000_000,
      tableShare: 0.5,
      tableShareFromRows: 1_000,
      fullRefresh: [],
    },
    requireExpect: true,
    driftTolerancePercent: 0,
    ...overrides,
  },
  ledger: '7c1e',
  doneKeys: [],
})
