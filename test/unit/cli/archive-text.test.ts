import {expect, test} from 'vitest'
import {archiveListText, archiveShowText, droppedListText, keepingWords} from '../../../src/cli/archive/archive-text.ts'
import {droppedText, question} from '../../../src/cli/archive/drop.ts'
import {exportText} from '../../../src/cli/archive/export.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import type {ArchivedTable, ArchiveTotals} from '../../../src/core/archive/archived-table.ts'

const runId = '20261124T163000Z-4f2a'
const table = (name: string, rows: number, overrides: Partial<ArchivedTable> = {}): ArchivedTable => ({
  archiveTable: `${runId}_1_${name}`,
  runId,
  documentNo: 1,
  dataSource: name.replace(/_(trans|meta)$/, ''),
  table: name,
  columns: ['student_id bigint', 'year smallint', '"select" jsonb[]'],
  rows,
  bytes: rows * 160,
  createdAt: '2026-11-24T16:30:13Z',
  isReported: true,
  dropped: null,
  ...overrides,
})
const trans = table('student_attendance_trans', 1_250_340)
const meta = table('student_attendance_meta', 2)
const exam = table('periodic_exam_trans', 360, {dataSource: 'periodic_assessment_test'})
const totals: ArchiveTotals = {
  tables: 3,
  runs: 2,
  rows: 1_250_702,
  bytes: 200_112_320,
  oldest: '2026-11-24T16:30:13Z',
  expired: 0,
  keepAtLeastDays: 90,
}
const settings = defaultSettings()
const view = {settings, totals, now: '2026-12-01T04:30:00Z'}

test('the archive is listed by run, with the day on which each is dropped', () => {
  const open = {...exam, runId: '20260701T163000Z-77aa', createdAt: '2026-07-01T16:30:00Z', isReported: false}

  expect(archiveListText([trans, meta, open], view)).toMatchInlineSnapshot(`
    "The archive holds 12,50,702 rows in 3 tables of 2 runs, 200 MB on disk.
    A run drops them 90 days after they were made.

      Run                    Archived    Tables       Rows    Size  Dropped
      20261124T163000Z-4f2a  2026-11-24       2  12,50,342  200 MB  2027-02-22, in 83 days
      20260701T163000Z-77aa  2026-07-01       1        360   58 kB  once its run is reported
    "
  `)
  expect(archiveListText([], view)).toBe('The archive is empty.\n')
})

test('who says how long archives are kept is told where it matters', () => {
  const keep = (keepDays: number | null, keepAtLeastDays: number | null) =>
    keepingWords({
      settings: {...settings, archive: {...settings.archive, keepDays}},
      totals: {...totals, keepAtLeastDays},
    })

  expect([keep(90, 90), keep(180, 90), keep(30, 90), keep(null, 90), keep(90, null)]).toMatchInlineSnapshot(`
    [
      "A run drops them 90 days after they were made.",
      "A run drops them 180 days after they were made.",
      "A run drops them 90 days after they were made; \`archive.keep_days\` says 30, the ledger's owner at least 90.",
      "Kept until \`cqube-replay archive drop\`: \`archive.keep_days\` is \`never\`.",
      "Kept until \`cqube-replay archive drop\`: the ledger's owner lets no run drop them.",
    ]
  `)
})

test('a run is shown by its tables, one table in full', () => {
  expect(archiveShowText([trans, meta], view)).toMatchInlineSnapshot(`
    "Run         20261124T163000Z-4f2a
    Archived    2026-11-24 22:00:13 +05:30, 6 days ago
    Dropped     2027-02-22, in 83 days

      Table in schema cqube_replay_archive                   Rows       Size
      20261124T163000Z-4f2a_1_student_attendance_trans  12,50,340     200 MB
      20261124T163000Z-4f2a_1_student_attendance_meta           2  320 bytes
    "
  `)
  expect(archiveShowText([trans], view)).toMatchInlineSnapshot(`
    "cqube_replay_archive."20261124T163000Z-4f2a_1_student_attendance_trans"
      Rows        12,50,340 of table student_attendance_trans, data source student_attendance
      Deleted by  run 20261124T163000Z-4f2a
      Archived    2026-11-24 22:00:13 +05:30, 6 days ago
      Size        200 MB
      Dropped     2027-02-22, in 83 days
      Columns     student_id bigint, year smallint, "select" jsonb[]
    "
  `)
})

test('what was dropped is told by run, not by table', () => {
  const dropped = (of: ArchivedTable) => ({
    ...of,
    dropped: {at: '2027-02-22T16:31:09Z', by: 'replay-host (pid 99)', why: 'expired' as const, files: []},
  })

  expect(droppedListText([dropped(trans), dropped(meta)], view)).toMatchInlineSnapshot(`
    "Dropped from the archive, the latest first; rows and files are gone:

      When              Run                    Tables       Rows    Size  Why      By
      2027-02-22 22:01  20261124T163000Z-4f2a       2  12,50,342  200 MB  expired  replay-host (pid 99)
    "
  `)
})

test('dropping asks for the id of the run and says that it is final', () => {
  expect(question([trans, meta, exam], runId)).toMatchInlineSnapshot(`
    "This drops 12,50,702 rows (200 MB) that run 20261124T163000Z-4f2a deleted and archived:
      Data source               Tables       Rows    Size
      student_attendance             2  12,50,342  200 MB
      periodic_assessment_test       1        360   58 kB
    They are then gone for good: nothing can bring them back.
    Type the id of the run to go on: "
  `)
  expect(droppedText({runId, tables: [trans, meta]})).toMatchInlineSnapshot(`
    "Dropped 2 tables of run 20261124T163000Z-4f2a: 12,50,342 rows, 200 MB. They are gone for good.
    What was dropped, when and by whom stays in \`cqube-replay archive list --dropped\`.
    "
  `)
  expect(droppedText({runId, tables: []})).toBe(`Somebody else dropped the archive of run ${runId} a moment ago.\n`)
})

test('an export says what it wrote and what it is', () => {
  const file = (of: ArchivedTable) => ({
    ...of,
    file: `${of.archiveTable}.csv`,
    bytes: of.rows * 100,
    rowsDeleted: of.rows,
    sha256: 'e1'.repeat(32),
  })

  const text = exportText(
    {version: 1, ledger: '7c1e', runId, exportedAt: '', exportedBy: 'anna', tables: [trans, meta, exam].map(file)},
    '/secure/4f2a',
  )

  expect(text).toMatchInlineSnapshot(`
    "Exported the archive of run 20261124T163000Z-4f2a to /secure/4f2a:

      Data source               Files       Rows    Size
      student_attendance            2  12,50,342  125 MB
      periodic_assessment_test      1        360   36 kB

    The files hold pupils' data and only you can read them. The manifest beside them has the SHA-256 of
    each. Nothing was taken out of the archive.
    "
  `)
})
