import type {Catalogue} from '../../core/catalogue/catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {ledgerFunctions} from './ledger-functions.ts'

export const defaultRoles = {
  planner: 'cqube_replay_planner',
  runner: 'cqube_replay_runner',
  nifi: 'cqube_replay_nifi',
} as const

export interface GrantOptions {
  readonly planner?: string
  readonly runner?: string
  readonly nifi?: string
  /** Owner of the ledger, if another role owns cQube's tables; null when one role owns both. */
  readonly owner?: string | null
  readonly dataSchema: string
  /** The installed one. */
  readonly catalogue: Catalogue
}

/**
 * The statements that `db grants` prints for a database administrator to read and run; repeated they change nothing.
 * @throws {ReplayError} USAGE for a name that no sane role has
 */
export function grantsSql(options: GrantOptions): string {
  const [planner, runner, nifi] = [
    options.planner ?? defaultRoles.planner,
    options.runner ?? defaultRoles.runner,
    options.nifi ?? defaultRoles.nifi,
  ]
  const readers = `${identifier(planner)}, ${identifier(runner)}`
  const schema = identifier(options.dataSchema)
  return [
    '-- Rights of cqube-replay. Run it as the owner of the ledger and of the tables, or as a superuser, and again after',
    '-- each `cqube-replay db migrate` or `db catalogue apply`. PUBLIC has no right in either schema of the ledger.',
    "-- The archive (schema cqube_replay_archive) holds pupils' data and stays with the owner of the ledger alone.",
    '',
    '-- Roles without a login; give one a password, or grant it to the account that connects.',
    ...[planner, runner, nifi].map(createRole),
    '',
    '-- Planner and runner read the ledger and the tables that a replay deletes from. Neither can write to a table.',
    `grant usage on schema cqube_replay, ${schema} to ${readers};`,
    `grant select on all tables in schema cqube_replay to ${readers};`,
    ...ledgerFunctions.read.map((name) => grantExecute(name, readers)),
    ...readTables(options.catalogue).map((table) => grantTable('select', schema, table, readers)),
    '',
    "-- The runner acts through functions that run with the rights of the ledger's owner. EXECUTE on submit and",
    '-- execute_for_runner is the right to delete.',
    ...ledgerFunctions.act.map((name) => grantExecute(name, identifier(runner))),
    '',
    '-- NiFi asks what is to be done, does it, and says why it failed. Nothing else: it reads no table.',
    `grant usage on schema cqube_replay to ${identifier(nifi)};`,
    ...ledgerFunctions.nifi.map((name) => grantExecute(name, identifier(nifi))),
    ...(options.owner === null || options.owner === undefined
      ? []
      : ownerGrants(options.owner, schema, options.catalogue)),
    '',
  ].join('\n')
}

interface GrantedTable {
  readonly table: string
  readonly mayBeMissing: boolean
}

const catalogueTables = (catalogue: Catalogue, kinds: readonly string[] | null = null): GrantedTable[] => {
  const sources = catalogue.sources.filter(({kind}) => kinds === null || kinds.includes(kind))
  const tables = sources.flatMap(({tables: entries}) => entries.map(({table, optional}) => [table, optional] as const))
  return [...new Map(tables)].map(([table, mayBeMissing]) => ({table, mayBeMissing}))
}

const readTables = (catalogue: Catalogue): GrantedTable[] => [
  ...catalogueTables(catalogue),
  {table: 'data_replay_meta', mayBeMissing: true},
  {table: 'del_data_source_details', mayBeMissing: true},
]

function ownerGrants(owner: string, schema: string, catalogue: Catalogue): string[] {
  const role = identifier(owner)
  return [
    '',
    '-- The owner of the ledger, in whose name its functions act, as long as it does not own the tables. `db migrate`',
    '-- also needs CREATE on the database. DELETE is what LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE asks for, too.',
    createRole(owner),
    `grant usage on schema ${schema} to ${role};`,
    ...catalogueTables(catalogue).map((table) => grantTable('select, delete', schema, table, role)),
    '',
    '-- Only for a full refresh without an archive; without it the rows are deleted one by one.',
    ...catalogueTables(catalogue, ['all']).map((table) => grantTable('truncate', schema, table, role)),
    '',
    '-- One SUCCESS row for each deletion, so that cQube loads old files again. UPDATE only because LOCK TABLE wants',
    '-- UPDATE, DELETE or TRUNCATE on the table; no row is ever updated.',
    grantTable('select, insert, update', schema, {table: 'data_replay_meta', mayBeMissing: true}, role),
    grantTable('select', schema, {table: 'del_data_source_details', mayBeMissing: true}, role),
  ]
}

const grantExecute = (name: string, role: string): string =>
  `grant execute on function cqube_replay.${name} to ${role};`

function grantTable(rights: string, schema: string, {table, mayBeMissing}: GrantedTable, role: string): string {
  const name = `${schema}.${identifier(table)}`
  const grant = `grant ${rights} on ${name} to ${role};`
  return mayBeMissing
    ? `do $do$ begin if to_regclass(${literal(name)}) is not null then ${grant} end if; end $do$;`
    : grant
}

const createRole = (name: string): string =>
  `do $do$ begin if not exists (select from pg_roles where rolname = ${literal(name)}) then ` +
  `create role ${identifier(name)} nologin; end if; end $do$;`

/** A dollar or a line break could end the block or the comment that the name stands in. */
function identifier(name: string): string {
  if (!/^[^$\p{Cc}]{1,63}$/u.test(name))
    throw new ReplayError('USAGE', `${JSON.stringify(name)} cannot name a role or a schema here.`)
  return `"${name.replaceAll('"', '""')}"`
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
