import {expect, test} from 'vitest'
import {storyText} from '../../../../src/cli/story-text.ts'
import {outputRecord} from '../../../../src/core/outputs/output-record.ts'
import type {RunRecord} from '../../../../src/core/run/run-record.ts'
import {storyOf} from '../../../../src/core/story/story.ts'
import {deletion, request, tableDone} from '../report/records.ts'
import {context, hole, partly, record, reported} from './told-runs.ts'

const told = (of: RunRecord, more: Partial<typeof context> = {}): string =>
  storyText(storyOf(of, {...context, ...more}), {timeZone: context.timeZone, columns: 100})

test('a good run is told from the asking to what is to be done next', () => {
  const good = record({
    state: 'reported',
    states: reported,
    requests: [request()],
    leftOut: [],
    deletions: [deletion()],
    holes: [hole, {...hole, key: '2020-03', deleted: 420_200, reloaded: 420_200, state: 'reloaded'}],
  })

  expect(told(good)).toMatchInlineSnapshot(`
    "Run 20261124T163000Z-4f2a
    Everything was deleted; the corrected files have yet to come. 12,64,740 rows were deleted, all of
    them archived.

    What happened (times of Asia/Kolkata)
      2026-11-24 22:00:00  replay-host/4711 began it, on commit d1d1d1d1d1d1 of branch main.
      2026-11-24 22:00:05  The plan was frozen: 12,64,740 rows of student_attendance. From here on
                           nothing else could be deleted.
      2026-11-24 22:00:07  The order to delete lay in the emission store, as
                           cqube_replay/20261124T163000Z-4f2a_01.json.
      2026-11-24 22:00:08  Deleting began.
      2026-11-24 22:00:13  student_attendance: 12,64,740 rows were deleted in 4 seconds, archived.
      2026-11-24 22:00:15  The tables were counted again: nothing of what was asked for was left.
      2026-11-24 22:00:17  The report was in Git, on branch replay-reports; with that the run was over,
                           17 seconds after it began.

    Who asked for it
      Meera Nair, 2026-11-24 15:02:11, in replay-requests/2020-q1-attendance.yaml: "January and March
      2020 were emitted twice by three districts". Ticket CQB-1234.
      - student_attendance, January and March 2020: the plan counted 8,39,740 rows in 3 tables

    What came back
      - student_attendance, January 2020: nothing came yet, 0 of 8,30,140 rows in
        student_attendance_trans
      - student_attendance, March 2020: came back, 4,20,200 of 4,20,200 rows in student_attendance_trans
      For student_attendance emit: student_attendance/student_attendance.

    Where the deleted rows are
      The archive holds 12,50,340 rows in 1 table, until 2027-02-22. The ledger's owner can save them
      with \`cqube-replay archive export 20261124T163000Z-4f2a --to FOLDER\`.

    What to do next
      - Emit the corrected files of 1 slice; what is emitted is counted by the next run.
      - Many rows went, so what reads these tables may be slower than before. Autovacuum comes by
        itself, in its own time; their owner need not wait and can run, at a quiet hour: \`VACUUM
        (ANALYZE) student_attendance_trans\`.
    "
  `)
})

test('of a run that was refused in part it says what stayed, why, and what to do', () => {
  expect(told({...partly, state: 'reported', states: reported}, {archived: []})).toMatchInlineSnapshot(`
    "Run 20261124T163000Z-4f2a
    Only a part was deleted. 12,64,740 rows were deleted, all of them archived.

    What happened (times of Asia/Kolkata)
      2026-11-24 22:00:00  replay-host/4711 began it, on commit d1d1d1d1d1d1 of branch main.
      2026-11-24 22:00:05  The plan was frozen: 12,70,160 rows of student_attendance, diksha_tpd. From
                           here on nothing else could be deleted.
      2026-11-24 22:00:07  The order to delete lay in the emission store, as
                           cqube_replay/20261124T163000Z-4f2a_01.json.
      2026-11-24 22:00:08  Deleting began.
      2026-11-24 22:00:13  student_attendance: 12,64,740 rows were deleted in 4 seconds, archived.
      2026-11-24 22:00:14  diksha_tpd: refused; every row stayed in place.
      2026-11-24 22:00:15  The tables were counted again: nothing of what was asked for was left.
      2026-11-24 22:00:17  The report was in Git, on branch replay-reports; with that the run was over,
                           17 seconds after it began.

    Who asked for it
      Meera Nair, 2026-11-24 15:02:11, in replay-requests/2020-q1-attendance.yaml: "January and March
      2020 were emitted twice by three districts". Ticket CQB-1234.
      - student_attendance, January and March 2020: the plan counted 8,39,740 rows in 3 tables
      Somebody who is not known, in replay-requests/march.yaml and replay-requests/old/march-copy.yaml:
      "March 2020 misses district Khordha". It repeats run 20261101T163000Z-77aa on purpose.
      - student_attendance, February and March 2020: the plan counted 8,49,700 rows in 3 tables
      Meera Nair, 2026-11-24 15:02:11, in replay-requests/batches.yaml: "The batch file had the
      enrolments of another state".
      - diksha_tpd, codes 03052315462389 and 046789546783: the plan counted 5,420 rows in 2 tables

    What went wrong
      The run stopped. diksha_tpd_trans: 5,100 rows were expected, 5,104 were there. Look at what
      arrived, then run \`cqube-replay plan --write\` and commit the new row contract.

    What was left out
      - replay-requests/udise.yaml: udise: a full refresh deletes every row, and limits.full_refresh
        does not name it (it allows: none). Add the data source to \`limits.full_refresh\` through a
        reviewed change.

    What to do next
      - Do what is said under "What went wrong"; then ask again, or let the next run go on.
      - Correct or withdraw what was left out: the next run looks at it again.
      - Many rows went, so what reads these tables may be slower than before. Autovacuum comes by
        itself, in its own time; their owner need not wait and can run, at a quiet hour: \`VACUUM
        (ANALYZE) student_attendance_trans\`.
    "
  `)
})

test('a run that one runner left and another ended says so, and when', () => {
  const states: RunRecord['states'] = [
    ...record().states.slice(0, 4),
    {state: 'deleting', at: '2026-11-24T17:10:02Z', runner: 'replay-host-2/12'},
    {state: 'deleted', at: '2026-11-24T17:10:09Z', runner: 'replay-host-2/12'},
    {state: 'outputs', at: '2026-11-24T17:10:10Z', runner: 'replay-host-2/12'},
    {state: 'reported', at: '2026-11-24T17:10:12Z', runner: 'replay-host-2/12'},
  ]
  const late = deletion({startedAt: '2026-11-24T17:10:03Z', finishedAt: '2026-11-24T17:10:08Z'})

  const {events} = storyOf(record({state: 'reported', states, deletions: [late]}), context)

  expect(events.map(({at, text}) => `${at.padEnd(19)} ${text}`).join('\n')).toMatchInlineSnapshot(`
    "2026-11-24 22:00:00 replay-host/4711 began it, on commit d1d1d1d1d1d1 of branch main.
    2026-11-24 22:00:05 The plan was frozen: 12,64,740 rows of student_attendance. From here on nothing else could be deleted.
    2026-11-24 22:00:07 The order to delete lay in the emission store, as cqube_replay/20261124T163000Z-4f2a_01.json.
    2026-11-24 22:00:08 Deleting began.
    2026-11-24 22:40:02 replay-host/4711 had stopped in the middle; replay-host-2/12 went on with it, 39 minutes 54 seconds after the last step that was written down.
    2026-11-24 22:40:08 student_attendance: 12,64,740 rows were deleted in 5 seconds, archived.
    2026-11-24 22:40:10 The tables were counted again: nothing of what was asked for was left.
    2026-11-24 22:40:12 The report was in Git, on branch replay-reports; with that the run was over, 40 minutes 12 seconds after it began."
  `)
})

test('a run that is under way is not told as if it were over', () => {
  const story = storyOf(record({state: 'deleting', states: record().states.slice(0, 4), leftOut: []}), context)

  expect(story.summary).toBe('It is not over yet. 12,70,160 rows were deleted so far.')
  expect(story.parts.at(-1)).toEqual({
    heading: 'What to do next',
    lines: [
      '- It stands in state "deleting" since 2026-11-24 22:00:08. A runner works on it (see `cqube-replay status`), or the next run goes on with it.',
    ],
  })
})

test('what a reader may do about a deadline and about dead rows is said', () => {
  const trans = {...tableDone('student_attendance_trans', 5, 300_000), tableRows: 900_000}
  const overdue = {...hole, deadline: '2026-11-29T16:30:00Z', overdue: true}
  const soon = {...hole, key: '2020-03', deadline: '2026-12-05T16:30:00Z'}

  const {parts} = storyOf(
    record({
      state: 'reported',
      states: reported,
      leftOut: [],
      deletions: [deletion({tables: [trans]})],
      holes: [overdue, soon],
    }),
    context,
  )

  expect(parts.at(-1)?.lines).toMatchInlineSnapshot(`
    [
      "- Emit the corrected files of 2 slices; what is emitted is counted by the next run. cQube drops what comes after 2026-12-05 22:00:00. For 1 slice that time has passed: ask for the replay again (\`repeat_of: 20261124T163000Z-4f2a\`) or raise cQube's retention period.",
      "- Many rows went, so what reads these tables may be slower than before. Autovacuum comes by itself, in its own time; their owner need not wait and can run, at a quiet hour: \`VACUUM (ANALYZE) student_attendance_trans\`.",
    ]
  `)
})

test("what cQube's reports show since, and files that came back, are told", () => {
  const outputs = [
    outputRecord({kind: 'option file', name: 'data_replay/a.json', action: 'written'}),
    outputRecord({kind: 'object', name: 'student_attendance/2020/a.json', action: 'archived', objects: 12}),
    outputRecord({kind: 'spanning', name: 'student_attendance/all', action: 'stale', objects: 3}),
    outputRecord({kind: 'view', name: 'v', action: 'failed', detail: 'Its owner alone can refresh it.'}),
  ]
  const file: RunRecord['files'][number] = {
    key: 'student_attendance/student_attendance_20261125.zip',
    dataSource: 'student_attendance',
    stem: 'student_attendance',
    sha256: 'e1'.repeat(32),
    lines: 1000,
    accepted: 990,
    rejects: {},
    slices: [{key: '2020-01', rows: 980}],
    loadedAt: '2026-11-25T16:30:14Z',
    outputsAt: null,
  }

  const {events, parts} = storyOf(record({state: 'reported', states: reported, outputs, files: [file]}), context)

  expect(parts.find(({heading}) => heading === "What cQube's reports show")?.lines).toMatchInlineSnapshot(`
    [
      "12 output files are out of the way: of the periods that they show no row is left. They were moved, not deleted.",
      "3 output files are stale: they show what was deleted until corrected files are loaded.",
      "1 list of choices on cQube's replay page fits the tables.",
      "1 output is not done yet. v: Its owner alone can refresh it.",
    ]
  `)
  expect(events.at(-1)).toEqual({
    at: '2026-11-25 22:00:14',
    text: 'student_attendance: file student_attendance/student_attendance_20261125.zip was loaded: 1,000 lines, 10 lines refused; 980 rows of what had been deleted came with it.',
  })
  const off = [outputRecord({kind: 'store', name: 'none', action: 'off'})]
  expect(storyOf(record({outputs: off}), context).parts.map(({heading}) => heading)).toContain(
    "What cQube's reports show",
  )
})

test('nothing that an author wrote moves the cursor of a terminal', () => {
  const hostile = request({reason: 'Twice\u001b[2J emitted\u202e', ticket: '\u0007'})

  const text = told(record({requests: [hostile]}))

  expect(text).toContain('"Twice<U+001B>[2J')
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u)
})
