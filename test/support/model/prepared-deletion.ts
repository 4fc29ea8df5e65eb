import type {Database} from '../../../src/adapters/postgres/connection.ts'
import type {Slice} from '../../../src/core/slice.ts'
import {aRun, newRunId, runnerOn, submissionOf} from '../ledger.ts'
import {sourceNamed} from './sources.ts'

const slice: Slice = {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [3]}
const {tables, insert} = sourceNamed(slice.dataSource)

/** A trigger that stays inside the deletion, between its first and its last table. Once for a database. */
export const stayInside = (database: Database, seconds: number) =>
  database.query(`
    create or replace function public.stay_inside() returns trigger language plpgsql as $$
    begin perform pg_sleep(${seconds}); return null; end $$;
    drop trigger if exists stay_inside on ${String(tables[1]?.[0])};
    create trigger stay_inside before delete on ${String(tables[1]?.[0])} for each statement execute procedure public.stay_inside();
  `)

/** The runner dies, or sleeps for longer than its lease lasts. */
export const letLeaseExpire = (database: Database) =>
  database.query("update cqube_replay.lease set expires_at = clock_timestamp() - interval '1 ms'")

export interface PreparedDeletion {
  readonly runId: string
  readonly epoch: number
  readonly runner: ReturnType<typeof runnerOn>
  /** The runner's own statement, for another process or session to send. */
  readonly text: string
  readonly values: readonly unknown[]
  /** `deleted`, `untouched`, or what else there is: never expected. */
  readonly outcome: () => Promise<string>
  /** What the next runner does with it. */
  readonly finish: (runner: ReturnType<typeof runnerOn>, epoch: number) => Promise<void>
}

/** A deletion of `rows` rows in each of two tables, taken, submitted and emitted by a runner on this database. */
export async function prepareDeletion(database: Database, rows: number): Promise<PreparedDeletion> {
  for (const [table] of tables) await database.query(`delete from ${table}`)
  await database.query('delete from cqube_replay.fence')
  await database.query("update cqube_replay.deletion set state = 'VOID' where state <> 'DONE'")
  await database.query("update cqube_replay.lease set expires_at = '-infinity'")
  await database.query(insert, ['2020-03', Array.from({length: rows}, (_, index) => `1.${index}`)])
  const runner = runnerOn(database, 'first', 600)
  const epoch = await runner.lease.take()
  const runId = newRunId()
  await runner.journal.start(epoch, aRun(runId))
  const submission = await submissionOf(database, runId, slice)
  const [document] = submission.documents
  if (document === undefined) throw new Error('A submission has one document.')
  await runner.submissions.submit(epoch, runId, submission)
  await runner.submissions.emitted(epoch, runId, 1)
  const name = {runId, documentNo: 1, dataSource: slice.dataSource}
  return {
    runId,
    epoch,
    runner,
    text: 'select 1 from cqube_replay.execute_for_runner($1, $2, $3, $4, $5)',
    values: [epoch, runId, 1, slice.dataSource, JSON.stringify(document.content)],
    outcome: async () => {
      const live = tables.map(([table]) => `(select count(*)::int from ${table})`).join(' + ')
      const [found] = await database.query(
        `select ${live} as live, (select state from cqube_replay.deletion where run_id = $1) as state,
           (select coalesce(sum(rows), 0)::int from cqube_replay.archive where run_id = $1) as archived,
           (select count(*)::int from cqube_replay.fence where run_id = $1) as fenced`,
        [runId],
      )
      const facts = JSON.stringify(found)
      if (facts === JSON.stringify({live: 0, state: 'DONE', archived: 2 * rows, fenced: 1})) return 'deleted'
      return facts === JSON.stringify({live: 2 * rows, state: 'EMITTED', archived: 0, fenced: 0}) ? 'untouched' : facts
    },
    finish: (next, nextEpoch) => next.engine.execute(nextEpoch, name, document),
  }
}
