import type {Database} from '../src/adapters/postgres/connection.ts'
import {countSource} from '../src/adapters/postgres/counter.ts'
import {sliceKeys, type Slice} from '../src/core/slice.ts'
import {newRunId, runnerOn, submissionOf} from '../test/support/runner.ts'
import {timed} from './measure.ts'

const unlimited = 1_000_000_000

/** The product's deleting transaction: everything before it is done, nothing of it is left out. @returns milliseconds */
export async function deleteBySubmission(database: Database, slice: Slice, archive: boolean): Promise<number> {
  const {lease, journal, submissions, engine} = runnerOn(database, 'bench', 3600)
  const epoch = await lease.take()
  const runId = newRunId()
  const about = {runner: 'bench', engine: 'postgres', programVersion: '0', branch: 'main', commit: 'c0ffee'}
  await journal.start(epoch, {runId, ...about})
  const submission = await submissionOf(database, runId, slice, {archive, maxRows: unlimited})
  await submissions.submit(epoch, runId, submission)
  await submissions.emitted(epoch, runId, 1)
  const [document] = submission.documents
  if (document === undefined) throw new Error('The submission has no document.')
  return timed(() => engine.execute(epoch, {runId, documentNo: 1, dataSource: slice.dataSource}, document))
}

/** Statements as a person types them, in one transaction, after the same reading of the tables. @returns milliseconds */
export async function deleteByHand(database: Database, slice: Slice, statements: readonly string[]): Promise<number> {
  await countSource(database, slice.dataSource, sliceKeys(slice))
  return timed(() =>
    database.transaction('write', async (sql) => {
      for (const statement of statements) await sql.query(statement)
    }),
  )
}

/** Deletes and archives by hand. */
export const intoCopy = (table: string, where: string): readonly string[] => [
  `create table by_hand_${table} (like ${table})`,
  `with gone as (delete from ${table} where ${where} returning *) insert into by_hand_${table} select * from gone`,
]

/** @throws {Error} when rows of the slice are left, since then nothing comparable was measured */
export async function mustBeGone(database: Database, table: string, where: string): Promise<void> {
  const [row] = await database.query(`select count(*) as rows from ${table} where ${where}`)
  if (row?.['rows'] !== 0) throw new Error(`${String(row?.['rows'])} rows of ${table} are left.`)
}
