import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {DeletionRecord} from '../../../src/core/run/run-record.ts'
import type {Slice} from '../../../src/core/slice.ts'
import type {Submission, SubmittedDeletion} from '../../../src/core/run/submission.ts'
import {connectionOptions, aRun, newRunId, runnerOn, submissionOf} from '../../support/ledger.ts'

export type SubmissionOptions = Parameters<typeof submissionOf>[3] & {
  /** What the submission says otherwise than the live counts. */
  readonly deletion?: (deletion: SubmittedDeletion) => SubmittedDeletion
}

export interface TestRunner {
  readonly epoch: number
  readonly startRun: () => Promise<string>
  readonly submitTo: (runId: string, submission: Submission) => Promise<void>
  /** A run of one deletion, submitted and emitted. */
  readonly submit: (slice: Slice, options?: SubmissionOptions) => Promise<SubmittedTestDeletion>
}

export interface SubmittedTestDeletion {
  readonly runId: string
  readonly expected: Readonly<Record<string, number>>
  readonly execute: (document?: unknown) => Promise<void>
  readonly record: () => Promise<DeletionRecord>
}

/** One runner that holds the lease for as long as the test takes. */
export async function testRunner(database: Database, holder = 'runner-1'): Promise<TestRunner> {
  const runner = runnerOn(database, holder, 3600)
  const epoch = await runner.lease.take()
  const startRun = async () => {
    const runId = newRunId()
    await runner.journal.start(epoch, aRun(runId))
    return runId
  }
  const submitTo = (runId: string, submission: Submission) => runner.submissions.submit(epoch, runId, submission)
  return {
    epoch,
    startRun,
    submitTo,
    submit: async (slice, options = {}) => {
      const {deletion: change = (deletion: SubmittedDeletion) => deletion, ...rest} = options
      const runId = await startRun()
      const submission = await submissionOf(database, runId, slice, rest)
      const deletions = submission.deletions.map(change)
      await submitTo(runId, {...submission, deletions})
      await runner.submissions.emitted(epoch, runId, 1)
      return {
        runId,
        expected: Object.fromEntries(
          deletions.flatMap(({tables}) => tables.map((each) => [each.table, each.expected])),
        ),
        execute: async (document = submission.documents[0]?.content) => {
          await database.query('select 1 from cqube_replay.execute_for_runner($1, $2, 1, $3, $4)', [
            epoch,
            runId,
            slice.dataSource,
            JSON.stringify(document),
          ])
        },
        record: async () => {
          const {deletions: records} = await runner.journal.record(runId)
          if (records[0] === undefined) throw new Error(`Run ${runId} has no deletion.`)
          return records[0]
        },
      }
    },
  }
}

/** The failure of an act that must fail. */
export async function failureOf(act: Promise<unknown>): Promise<ReplayError> {
  try {
    await act
  } catch (error) {
    if (error instanceof ReplayError) return error
    throw error
  }
  throw new Error('It did not fail.')
}

/** Every row of every table, the ledger and the archive included, as one checksum for each table. */
export async function checksums(database: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await database.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'cqube_replay', 'cqube_replay_archive') order by 1`,
  )
  const each = tables.map(
    ({name}) =>
      `select '${String(name)}' as name, concat_ws('/', count(*), sum(hashtext(r)), sum(hashtext('2nd' || r))) as sum
         from (select t::text as r from ${String(name)} t) s`,
  )
  const rows = await database.query(each.join(' union all '))
  return Object.fromEntries(rows.map((row) => [String(row['name']), String(row['sum'])]))
}

export async function rowsOf(database: Database, from: string): Promise<number> {
  const [row] = await database.query(`select count(*) as n from ${from}`)
  return Number(row?.['n'])
}

/** The same database through another account. */
export const asRole = (connectionString: string, role: string): Database =>
  openDatabase(connectionOptions(connectionString.replace('//postgres@', `//${role}@`)))

export const march2020: Slice = {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [3]}
export const allUdise: Slice = {kind: 'all', dataSource: 'udise'}
