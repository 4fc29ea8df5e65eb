import type {ErrorCode} from '../error-catalogue.ts'
import {forgeErrorExamples} from './forge-error-examples.ts'
import {nifiErrorExamples} from './nifi-error-examples.ts'

/** What a failed act's code means, and a message as it is shown. */
export const errorExamples: Readonly<Record<ErrorCode, {readonly means: string; readonly example: string}>> = {
  DELETION_UNKNOWN: {
    means: 'Somebody asked the ledger to execute a deletion that no run has submitted.',
    example: 'The ledger knows no deletion of udise in document 1 of run 20261101T163000Z-4f2a. Nothing was deleted.',
  },
  DELETION_VOID: {
    means: 'The deletion was closed before it was executed, for instance because its run was given up.',
    example: 'udise of run 20261101T163000Z-4f2a was voided. Nothing was deleted.',
  },
  DOCUMENT_DIFFERS: {
    means: 'The document that was handed in is not the one that the run submitted.',
    example: 'Document 1 of run 20261101T163000Z-4f2a is not the submitted one. Nothing was deleted.',
  },
  STOCK_REPLAY_ACTIVE: {
    means: "cQube's own replay has open rows: it may be deleting the same data, or do so later.",
    example: 'data_replay_meta has 1 open row: SUBMITTED, 3 days old. Nothing was deleted.',
  },
  INGESTION_IN_FLIGHT: {
    means: 'cQube is processing files of the same data source, which would land right after the deletion.',
    example: 'student_attendance: 2 files are being processed. Nothing was deleted.',
  },
  ROWS_CHANGED_SINCE_PLAN: {
    means: 'The tables hold other numbers of rows than the plan counted; the transaction was rolled back.',
    example: 'student_attendance_trans: the plan counted 1250340 rows, 1250411 were deleted. Everything is as it was.',
  },
  LIMIT_EXCEEDED: {
    means: 'The deletion would take more than the settings allow.',
    example: 'crc: 6000000 rows are more than the limit of 5000000. Everything is as it was.',
  },
  ALREADY_DELETED: {
    means: 'A run has deleted this slice before: the same slice is never deleted twice by itself.',
    example: 'student_attendance 2021-03 was deleted by run 20261101T163000Z-4f2a. Nothing was deleted.',
  },
  LEASE_LOST: {
    means: 'This runner was silent for longer than its lease, and another one took over.',
    example: 'The lease of epoch 41 is over; epoch 42 is the current one. Nothing was changed.',
  },
  OTHER_RUNNER: {
    means: 'Only one runner works at a time, and another one holds the lease.',
    example: 'nifi-1 (pid 4711) is active until 22:15:30. Nothing was started.',
  },
  PAUSED: {
    means: 'Somebody paused replays, in the ledger or in the settings.',
    example: 'Paused by asha on nifi-1: Server moves on Saturday. Nothing was started.',
  },
  TABLE_MISSING: {
    means: 'A table that the catalogue names, and that is not optional, is not in the database.',
    example: 'public.crc_location_trans: there is no such table. Nothing was changed.',
  },
  COLUMN_MISSING: {
    means: 'A column by which the catalogue selects is not in its table.',
    example: 'public.crc_visits_frequency: there is no column monthyear. Nothing was changed.',
  },
  PERMISSION_MISSING: {
    means: 'The role that is connected lacks a right on a table or function.',
    example: 'The role cqube_runner lacks DELETE on public.crc_location_trans. Nothing was changed.',
  },
  CATALOGUE_DIFFERS: {
    means: "The installed catalogue and cQube's own list of tables (del_data_source_details) do not agree.",
    example: 'crc: del_data_source_details names crc_notes, which the catalogue does not. Nothing was changed.',
  },
  CATALOGUE_REFUSED: {
    means: 'A catalogue file cannot be installed: it holds mistakes, or the database lacks what it names.',
    example: 'catalogue.yaml: meals_trans has no column batch. The installed catalogue is as it was.',
  },
  CATALOGUE_IN_USE: {
    means: 'Submitted deletions still go by the installed catalogue.',
    example: '2 deletions of run 20261101T163000Z-4f2a are open. The installed catalogue is as it was.',
  },
  LEDGER_MISSING: {
    means: 'The database has no schema cqube_replay yet.',
    example: 'The database has no ledger (schema cqube_replay). Nothing was changed.',
  },
  LEDGER_OLDER: {
    means: 'The ledger was made by an older version of the program.',
    example: 'The ledger has version 1; this program needs version 2. Nothing was changed.',
  },
  LEDGER_NEWER: {
    means: 'The ledger was made by a newer version of the program.',
    example: 'The ledger has version 3; this program knows version 2. Nothing was changed.',
  },
  LEDGER_BEHIND_GIT: {
    means: 'The reports branch holds runs that the ledger does not know: it was restored, and would delete again.',
    example: "The reports branch holds 1 run(s) that this database's ledger 7c1e does not know. Nothing was started.",
  },
  SUBMISSION_INVALID: {
    means: 'The ledger refused what a run submitted; this is our mistake.',
    example: 'The submission of run 20261101T163000Z-4f2a names table crc_a twice. Nothing was submitted.',
  },
  FULL_REFRESH_NOT_ALLOWED: {
    means: 'The request empties a whole data source, which the settings do not allow.',
    example: 'udise would be deleted as a whole. Nothing was deleted.',
  },
  REHEARSAL_DIRTY: {
    means: 'A rehearsal did not leave the database as it was; this is our mistake.',
    example: 'After the rehearsal table cqube_replay.run has one row more.',
  },
  ARCHIVE_UNKNOWN: {
    means: 'No archive has the name that was given.',
    example: 'There is no archive of run 20261101T163000Z-4f2a. Nothing was changed.',
  },
  ARCHIVE_OF_OPEN_RUN: {
    means: 'The run is not reported yet, so its archive is still needed.',
    example: 'Run 20261101T163000Z-4f2a is not reported yet. Nothing was dropped.',
  },
  ARCHIVE_IN_USE: {
    means: 'Somebody reads the archive, for instance an export.',
    example: 'The archive of run 20261101T163000Z-4f2a is being exported. Nothing was dropped.',
  },
  ARCHIVE_OWNER_ONLY: {
    means: 'Only the owner of the ledger may read out or drop archived rows.',
    example: 'The role cqube_runner may not drop archives. Nothing was dropped.',
  },
  DATABASE_UNREACHABLE: {
    means: 'No connection to PostgreSQL, or it broke off; what was open was rolled back or is resumed by the next run.',
    example: 'PostgreSQL at localhost:5432 was not reached (ECONNREFUSED).',
  },
  DATABASE_FAILED: {
    means: 'PostgreSQL refused a statement for a reason of its own; its SQLSTATE is told, its data never.',
    example: 'PostgreSQL failed with SQLSTATE 53100. Everything is as it was.',
  },
  POSTGRES_NOT_STARTED: {
    means: 'The PostgreSQL of the demo did not start.',
    example: 'PostgreSQL did not start within 30 s; the last lines of its log follow.',
  },
  LOCK_TIMEOUT: {
    means: 'Somebody else held a lock on a table for longer than the program waits.',
    example: 'public.student_attendance_trans was locked for longer than 30 s. Everything is as it was.',
  },
  REPORT_NOT_PUSHED: {
    means: 'Everything was done and recorded in the ledger, but the report could not be pushed.',
    example: 'origin, branch replay-reports: the report of run 20261101T163000Z-4f2a was not pushed in 8 attempt(s).',
  },
  FILE_REFUSED: {
    means: 'A corrected file cannot be loaded: it is damaged, too large, or of another kind than its name says.',
    example: 'student_attendance.zip: the header is not the one of student_attendance. Nothing of it was loaded.',
  },
  EMISSION_FAILED: {
    means: 'The document was not written to the emission store.',
    example: '/srv/emission/cqube_replay: the document was not written (ENOSPC). Nothing was deleted.',
  },
  EMISSION_CONFLICT: {
    means: "Another object lies under the document's key; it was not touched.",
    example: 'cqube_replay/20261101T163000Z-4f2a_01.json: another document is there. It was not touched.',
  },
  S3_NOT_ATOMIC: {
    means:
      'The server of the emission bucket lets several writers create the same key at once, so a document could be overwritten unseen.',
    example:
      's3://cqube-emission at https://s3.example.org:9000 may let a document be overwritten unseen: 3 writers at once were each told that they had created the same key, so it does not hold `If-None-Match: *` (tried 2 h ago by cqube-replay 0.1.0). No run was started: nothing was submitted, emitted or deleted.',
  },
  OUTPUT_FAILED: {
    means: 'An object of the output store was not read or written; the old one is in place.',
    example: '/srv/output/attendance/block.json: the object was not written (EACCES); the old one is in place.',
  },
  OUTPUT_CONFLICT: {
    means: 'An object cannot be moved: another one lies where it should go.',
    example:
      'cqube_replay_archive/20261101T163000Z-4f2a/attendance/block.json: other bytes are there. Nothing was moved.',
  },
  EXPORT_FAILED: {
    means: 'The export of an archive was not written; the archive is as it was.',
    example: '/srv/export/crc.csv: the file was not written (ENOSPC).',
  },
  ...nifiErrorExamples,
  ...forgeErrorExamples,
  STATE_NOT_WRITTEN: {
    means: 'The daemon cannot remember what it saw last.',
    example: '/var/lib/cqube-replay/state.json: the file was not written (EROFS).',
  },
  STATE_BROKEN: {
    means: "The daemon's memory cannot be read.",
    example: '/var/lib/cqube-replay/state.json: the file is no JSON.',
  },
  STATE_IN_USE: {
    means: 'Another daemon works in the same folder.',
    example: '/var/lib/cqube-replay is in use by process 4711. Nothing was started.',
  },
  STOPPED: {
    means: 'The run was stopped half-way, by a signal or by what the message names; the ledger says where.',
    example: 'Run 20261101T163000Z-4f2a was stopped after `emitted`.',
  },
  SETTINGS_INVALID: {
    means: 'The settings hold mistakes, which are listed with their places.',
    example: 'cqube-replay.yaml has 2 mistakes; nothing was started.',
  },
  SETTINGS_MISSING: {
    means: 'The protected branch has no settings file; a run goes by reviewed settings only.',
    example: 'Branch main (commit 1f3c9a0b7d21) has no cqube-replay.yaml; nothing was started.',
  },
  FILE_UNREADABLE: {
    means: 'A file or folder that was named is not there, or cannot be read or written.',
    example: 'replay-requests/mach.yaml: there is no such file, and no folder with request files.',
  },
  RUN_UNKNOWN: {
    means: 'The ledger knows no run of this id.',
    example: 'The ledger knows no run 20261101T163000Z-ffff.',
  },
  REVISION_UNKNOWN: {
    means: 'The clone has no commit of the name that `--changed-since` gives.',
    example: 'This clone knows no commit "origin/main". The clone is shallow: it lacks the older commits.',
  },
  HISTORY_MISSING: {
    means: 'The commit is there, but not the one that it and HEAD come from, so that nobody can say what changed.',
    example:
      'This clone has no commit that both HEAD and "origin/main" come from. The clone is shallow: it lacks the older commits.',
  },
  NOT_A_REPOSITORY: {
    means: 'The command needs git, and the folder is no git checkout.',
    example: '/tmp/replay: this is not the top folder of a git checkout, so nothing is known of what changed.',
  },
  REQUEST_INVALID: {
    means: 'The options of `new` make no valid request; nothing was written.',
    example: 'MONTH_OUT_OF_RANGE: "13" is not a month; months run from "01" to "12".',
  },
  REQUEST_EXISTS: {
    means: '`new` would have to replace a file.',
    example: 'replay-requests/2026-11-attendance.yaml exists already. It was not changed.',
  },
  CANCELLED: {means: 'Whoever was asked said no.', example: 'Cancelled; nothing was written.'},
  USAGE: {
    means: 'The command line has a word that the program does not know, or lacks one.',
    example: "unknown option '--frob'.",
  },
  DEMO_UNAVAILABLE: {
    means: 'The demo brings a PostgreSQL of its own, which there is none of for this machine.',
    example: 'There is no PostgreSQL for win32-x64.',
  },
  BUG: {
    means: 'The program met something that it was not made for; a stack is shown.',
    example: 'Cannot read properties of undefined',
  },
}
