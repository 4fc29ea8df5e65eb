import type {Database} from '../../src/adapters/postgres/connection.ts'
import {replaceInFunctions, type Replacement} from '../support/replace-function.ts'

/**
 * The record of a deletion is written after its transaction instead of in it, and neither state, fence, lease, row
 * contract, archive table, hole nor cQube's own audit row stands in the way of a second one.
 */
const recordOutside: readonly Replacement[] = [
  {name: 'delete_once', replace: "set state = 'DONE', finished_at", by: 'set finished_at'},
  {name: 'delete_once', replace: "elsif d.state = 'DONE' then", by: 'elsif false then'},
  {name: 'delete_once', replace: 'insert into cqube_replay.fence (', by: 'insert into public.no_fence ('},
  {
    name: 'advance_run',
    replace: /begin\n/,
    by: "begin\n  update cqube_replay.deletion set state = 'DONE' where run_id = p_run_id and p_state = 'deleted' and state <> 'VOID';\n",
  },
  // Its row is named after the run, and its primary key refuses a second one.
  {name: 'unlock_ingestion', replace: /begin\n/, by: 'begin\n  return;\n'},
  // A slice has one hole a run, and a second one is refused by its primary key.
  {name: 'open_holes', replace: /begin\n/, by: 'begin\n  return;\n'},
  {name: 'check_lease', replace: /begin\n/, by: 'begin\n  return;\n'},
  {name: 'check_rows', replace: /begin\n/, by: 'begin\n  return;\n'},
  {name: 'check_fence', replace: /begin\n/, by: 'begin\n  return;\n'},
  {
    name: 'archive_rows',
    replace: "format('%s_%s_%s', d.run_id,",
    by: "format('%s_%s_%s', left(d.run_id, 16) || substr(md5(random()::text), 1, 5),",
  },
]

/** No run remembers which requests were done. */
const noMemory: readonly Replacement[] = [
  {
    name: 'delete_once',
    replace: 'insert into cqube_replay.fence_request (',
    by: 'insert into public.no_fence_request (',
  },
]

async function weaken(database: Database, weakenings: readonly Replacement[]): Promise<void> {
  await database.query('create table public.no_fence (like cqube_replay.fence)')
  await database.query('create table public.no_fence_request (like cqube_replay.fence_request)')
  await replaceInFunctions(database, weakenings)
}

export const withoutRecord = (database: Database): Promise<void> => weaken(database, recordOutside)
export const withoutMemory = (database: Database): Promise<void> => weaken(database, [...recordOutside, ...noMemory])
