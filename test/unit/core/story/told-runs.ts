import type {ArchivedTable} from '../../../../src/core/archive/archived-table.ts'
import type {Hole} from '../../../../src/core/holes/hole.ts'
import type {RunRecord} from '../../../../src/core/run/run-record.ts'
import {partly as partlyDeleted, record as anyRecord, runId} from '../report/records.ts'

const plain = {holes: [], outputs: [], files: []}
export const record = (overrides: Partial<RunRecord> = {}): RunRecord => anyRecord({...plain, ...overrides})
export const partly = {...partlyDeleted, ...plain}
export const archivedTable: ArchivedTable = {
  archiveTable: `${runId}_1_student_attendance_trans`,
  runId,
  documentNo: 1,
  dataSource: 'student_attendance',
  table: 'student_attendance_trans',
  columns: ['student_id bigint'],
  rows: 1_250_340,
  bytes: 200_000_000,
  createdAt: '2026-11-24T16:30:13Z',
  isReported: true,
  dropped: null,
}
export const context = {
  timeZone: 'Asia/Kolkata',
  reportsBranch: 'replay-reports',
  archived: [archivedTable],
  keptDays: 90,
}
export const hole: Hole = {
  runId,
  documentNo: 1,
  dataSource: 'student_attendance',
  kind: 'months',
  key: '2020-01',
  table: 'student_attendance_trans',
  deleted: 830_140,
  reloaded: 0,
  state: 'awaited',
  overdue: false,
  openedAt: '2026-11-24T16:30:13Z',
  changedAt: null,
  closedAt: null,
  deadline: null,
}
export const reported: RunRecord['states'] = [
  ...record().states,
  {state: 'outputs', at: '2026-11-24T16:30:15Z', runner: 'replay-host/4711'},
  {state: 'reprocessing', at: '2026-11-24T16:30:15Z', runner: 'replay-host/4711'},
  {state: 'verified', at: '2026-11-24T16:30:15Z', runner: 'replay-host/4711'},
  {state: 'reported', at: '2026-11-24T16:30:17Z', runner: 'replay-host/4711'},
]
