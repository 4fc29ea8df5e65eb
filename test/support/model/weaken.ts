import type {Database} from '../../../src/adapters/postgres/connection.ts'
import {replaceInFunctions, type Replacement} from '../replace-function.ts'

interface Weakening {
  /** In the words of a test's name. */
  readonly without: string
  readonly functions: readonly Replacement[]
}

const fence: Weakening['functions'] = [
  {name: 'check_fence', replace: /\bif found then\b/, by: 'if false then'},
  // Two rows of one key would else meet in the primary key, which is the fence's second line.
  {name: 'delete_once', replace: /insert into cqube_replay\.fence \(/, by: 'insert into public.model_no_fence ('},
]
const state: Weakening['functions'] = [
  {name: 'delete_once', replace: "elsif d.state = 'VOID' then", by: 'elsif false then'},
  {name: 'delete_once', replace: "elsif d.state = 'DONE' then", by: 'elsif false then'},
]
const contract: Weakening['functions'] = [
  {name: 'check_rows', replace: /elsif abs\(p_rows - p_expected\)[^;]*? then\n/, by: 'elsif false then\n'},
]

export const withoutFence: Weakening = {without: 'the fence', functions: fence}
export const withoutState: Weakening = {without: 'the state of the deletion', functions: state}
export const withoutContract: Weakening = {without: 'the row contract', functions: contract}

export async function weaken(database: Database, {functions}: Weakening): Promise<void> {
  await database.query('create table if not exists public.model_no_fence (like cqube_replay.fence)')
  await replaceInFunctions(database, functions)
}
