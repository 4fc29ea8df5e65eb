import type {ReviewEvidence, SignatureEvidence} from '../../../../src/core/approval/evidence.ts'
import type {Hole} from '../../../../src/core/holes/hole.ts'
import type {DeletedTable, DeletionRecord, RequestRecord, RunRecord} from '../../../../src/core/run/run-record.ts'
import type {Slice} from '../../../../src/core/slice.ts'

export const runId = '20261124T163000Z-4f2a'
const attendance = (...months: number[]): Slice => ({
  kind: 'months',
  dataSource: 'student_attendance',
  year: 2020,
  months,
})

export const tableDone = (table: string, position: number, rows: number, archived = rows): DeletedTable => ({
  table,
  position,
  expected: rows,
  deleted: rows,
  archived,
  archiveTable: archived === 0 ? null : `${runId.slice(-4)}_1_${table}`,
  rowsAfter: 0,
  tableRows: null,
})

export const deletion = (overrides: Partial<DeletionRecord> = {}): DeletionRecord => ({
  documentNo: 1,
  dataSource: 'student_attendance',
  state: 'DONE',
  keys: ['2020-01', '2020-02', '2020-03'],
  tables: [
    tableDone('student_attendance_temp', 4, 0),
    tableDone('student_attendance_trans', 5, 1_250_340),
    tableDone('school_student_total_attendance', 6, 14_400),
  ],
  sideEffects: [],
  startedAt: '2026-11-24T16:30:09Z',
  finishedAt: '2026-11-24T16:30:13Z',
  failure: null,
  warnings: [],
  ...overrides,
})

export const hole = (overrides: Partial<Hole> = {}): Hole => ({
  runId,
  documentNo: 1,
  dataSource: 'student_attendance',
  kind: 'months',
  key: '2020-03',
  table: 'student_attendance_trans',
  deleted: 1_000,
  reloaded: 0,
  state: 'awaited',
  overdue: false,
  openedAt: '2026-11-24T16:30:13Z',
  changedAt: null,
  closedAt: null,
  deadline: null,
  ...overrides,
})

export const request = (overrides: Partial<RequestRecord> = {}): RequestRecord => ({
  requestId: 'a1'.repeat(32),
  paths: ['replay-requests/2020-q1-attendance.yaml'],
  blob: 'b1'.repeat(20),
  introduction: {
    commit: 'c1'.repeat(20),
    author: 'Meera Nair <meera@example.org>',
    committedAt: '2026-11-24T15:02:11+05:30',
  },
  reason: 'January and March 2020 were emitted twice by three districts',
  ticket: 'CQB-1234',
  repeatOf: null,
  slices: [attendance(1, 3)],
  rows: [
    {dataSource: 'student_attendance', table: 'student_attendance_temp', expected: 0},
    {dataSource: 'student_attendance', table: 'student_attendance_trans', expected: 830_140},
    {dataSource: 'student_attendance', table: 'school_student_total_attendance', expected: 9_600},
  ],
  ...overrides,
})

/** Overlaps with `request()` in March. */
export const overlapping = request({
  requestId: 'a2'.repeat(32),
  paths: ['replay-requests/march.yaml', 'replay-requests/old/march-copy.yaml'],
  introduction: null,
  reason: 'March 2020 misses district Khordha',
  ticket: null,
  repeatOf: '20261101T163000Z-77aa',
  slices: [attendance(2, 3)],
  rows: [
    {dataSource: 'student_attendance', table: 'student_attendance_temp', expected: 0},
    {dataSource: 'student_attendance', table: 'student_attendance_trans', expected: 840_100},
    {dataSource: 'student_attendance', table: 'school_student_total_attendance', expected: 9_600},
  ],
})

export const batches = request({
  requestId: 'a3'.repeat(32),
  paths: ['replay-requests/batches.yaml'],
  reason: 'The batch file had the enrolments of another state',
  ticket: null,
  slices: [{kind: 'codes', dataSource: 'diksha_tpd', codes: ['03052315462389', '046789546783']}],
  rows: [
    {dataSource: 'diksha_tpd', table: 'diksha_tpd_agg', expected: 320},
    {dataSource: 'diksha_tpd', table: 'diksha_tpd_trans', expected: 5_100},
  ],
})

export const batchDeletion = deletion({
  dataSource: 'diksha_tpd',
  keys: ['03052315462389', '046789546783'],
  tables: [tableDone('diksha_tpd_agg', 3, 320), tableDone('diksha_tpd_trans', 4, 5_100)],
  sideEffects: [{table: 'diksha_tpd_agg', rows: 44, siblingKeys: ['011', '012'], siblings: 3}],
  warnings: ['A row of the stock replay was open for 3 days and was let pass.'],
})

export const record = (overrides: Partial<RunRecord> = {}): RunRecord => ({
  runId,
  ledger: '7c1e',
  state: 'deleted',
  failure: null,
  engine: 'postgres',
  runner: 'replay-host/4711',
  programVersion: '0.1.0',
  branch: 'main',
  commit: 'd1'.repeat(20),
  requestedAt: '2026-11-24T16:30:00Z',
  states: [
    {state: 'requested', at: '2026-11-24T16:30:00Z', runner: 'replay-host/4711'},
    {state: 'submitted', at: '2026-11-24T16:30:05Z', runner: 'replay-host/4711'},
    {state: 'emitted', at: '2026-11-24T16:30:07Z', runner: 'replay-host/4711'},
    {state: 'deleting', at: '2026-11-24T16:30:08Z', runner: 'replay-host/4711'},
    {state: 'deleted', at: '2026-11-24T16:30:14Z', runner: 'replay-host/4711'},
  ],
  requests: [request(), overlapping, batches],
  leftOut: [
    {
      path: 'replay-requests/udise.yaml',
      blob: 'b9'.repeat(20),
      requestId: 'a9'.repeat(32),
      reason: 'FULL_REFRESH_NOT_ALLOWED',
      message: 'udise: a full refresh deletes every row, and limits.full_refresh does not name it (it allows: none).',
    },
  ],
  documents: [
    {
      documentNo: 1,
      key: `cqube_replay/${runId}_01.json`,
      sha256: 'e1'.repeat(32),
      bytes: 412,
      emittedAt: '2026-11-24T16:30:06Z',
    },
  ],
  deletions: [deletion(), batchDeletion],
  holes: [
    hole({key: '2020-01', deleted: 410_300}),
    hole({key: '2020-02', deleted: 410_240}),
    hole({
      key: '2020-03',
      deleted: 429_800,
      reloaded: 120_000,
      state: 'partly_reloaded',
      changedAt: '2026-11-26T02:00:00Z',
    }),
    hole({
      dataSource: 'diksha_tpd',
      kind: 'codes',
      key: '03052315462389',
      table: 'diksha_tpd_trans',
      deleted: 2_100,
      reloaded: 2_080,
      state: 'reloaded',
      changedAt: '2026-11-25T02:00:00Z',
      closedAt: '2026-11-25T02:00:00Z',
    }),
  ],
  files: [],
  outputs: [],
  notes: ['Table `diksha_tpd_content_temp` does not exist in this database; the catalogue calls it optional.'],
  ...overrides,
})

/** The second deletion was refused, after the first had been done. */
export const partly = record({
  state: 'deleting',
  failure: {code: 'ROWS_CHANGED_SINCE_PLAN', message: 'diksha_tpd_trans: 5,100 rows were expected, 5,104 were there.'},
  deletions: [
    deletion(),
    deletion({
      ...batchDeletion,
      state: 'VOID',
      tables: batchDeletion.tables.map((table) => ({
        ...table,
        deleted: null,
        archived: null,
        archiveTable: null,
        rowsAfter: null,
      })),
      finishedAt: null,
      failure: {
        code: 'ROWS_CHANGED_SINCE_PLAN',
        message: 'diksha_tpd_trans: 5,100 rows were expected, 5,104 were there; none was deleted.',
        at: '2026-11-24T16:30:14Z',
      },
    }),
  ],
})

const agreed = {path: 'replay-requests/2020-q1-attendance.yaml', blob: 'b1'.repeat(20)}

export const reviewEvidence: ReviewEvidence = {
  provider: 'github',
  ...agreed,
  needed: 2,
  because: 'rows',
  pullRequest: 41,
  address: 'https://github.com/state/replays/pull/41',
  head: 'e1'.repeat(20),
  commit: 'c1'.repeat(20),
  approvals: [
    {
      reviewId: 1_870_000_001,
      approver: 'asha-rao',
      listedAs: 'asha-rao',
      commit: 'e1'.repeat(20),
      at: '2026-11-24T09:00:00Z',
    },
    {
      reviewId: 1_870_000_002,
      approver: 'binu-das',
      listedAs: 'state/data-owners',
      commit: 'e0'.repeat(20),
      at: '2026-11-24T09:20:00Z',
    },
  ],
}

export const signatureEvidence: SignatureEvidence = {
  provider: 'signed-commits',
  ...agreed,
  needed: 1,
  because: 'usual',
  commit: 'c1'.repeat(20),
  signatures: [
    {commit: 'c1'.repeat(20), principal: 'asha@example.org', key: 'SHA256:u+r5TpqEEQbHDe0pitym76p940QMcTTs'},
  ],
}
