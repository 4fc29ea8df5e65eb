import type {Catalogue} from '../../core/catalogue/catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {
  ingestionRights,
  nifiRights,
  ownerRights,
  quotedIdentifier,
  readerRights,
  runnerRights,
  type NeededRight,
} from './needed-rights.ts'

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
  /** The runner loads files itself: the right to write to some of cQube's tables, through functions alone. */
  readonly embeddedIngestion?: boolean
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
    ...readerRights(options.catalogue, schema).map((right) => grantStatement(right, readers)),
    '',
    "-- The runner acts through functions that run with the rights of the ledger's owner. EXECUTE on submit and",
    '-- execute_for_runner is the right to delete.',
    ...runnerRights().map((right) => grantStatement(right, identifier(runner))),
    '',
    '-- NiFi asks what is to be done, does it, and says why it failed. Nothing else: it reads no table.',
    ...nifiRights().map((right) => grantStatement(right, identifier(nifi))),
    ...(options.owner === null || options.owner === undefined
      ? []
      : ownerGrants(options.owner, schema, options.catalogue)),
    ...(options.embeddedIngestion === true ? ingestionGrants(runner, options.owner ?? null, schema) : []),
    '',
  ].join('\n')
}

function ownerGrants(owner: string, schema: string, catalogue: Catalogue): string[] {
  const needed = ownerRights(catalogue, schema)
  const granted = (rights: readonly NeededRight[]) => rights.map((right) => grantStatement(right, identifier(owner)))
  return [
    '',
    '-- The owner of the ledger, in whose name its functions act, as long as it does not own the tables. `db migrate`',
    '-- also needs CREATE on the database. DELETE is what LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE asks for, too.',
    createRole(owner),
    ...granted(needed.delete),
    '',
    '-- Only for a full refresh without an archive; without it the rows are deleted one by one.',
    ...granted(needed.refresh),
    '',
    '-- One SUCCESS row for each deletion, so that cQube loads old files again. UPDATE only because LOCK TABLE wants',
    '-- UPDATE, DELETE or TRUNCATE on the table; no row is ever updated.',
    ...granted(needed.unlock),
    '',
    '-- Whether a file of a data source is being processed while it is to be deleted.',
    ...granted(needed.filesInFlight),
  ]
}

function ingestionGrants(runner: string, owner: string | null, schema: string): string[] {
  const needed = ingestionRights(schema)
  return [
    '',
    "-- Only where `ingestion.embedded` is on: the runner loads files of two data sources into cQube's tables. EXECUTE on",
    '-- load_file is the right to do so; lines come through a temporary table that the runner may only fill.',
    ...needed.runner.map((right) => grantStatement(right, identifier(runner))),
    ...(owner === null ? [] : needed.owner.map((right) => grantStatement(right, identifier(owner)))),
  ]
}

/** @param role quoted, or several between commas */
export function grantStatement({rights, on, names, mayBeMissing}: NeededRight, role: string): string {
  const target = on === 'table' ? names.join(', ') : `${on} ${names.join(', ')}`
  const grant = `grant ${rights.join(', ')} on ${target} to ${role};`
  return mayBeMissing
    ? `do $do$ begin if to_regclass(${literal(names.join())}) is not null then ${grant} end if; end $do$;`
    : grant
}

const createRole = (name: string): string =>
  `do $do$ begin if not exists (select from pg_roles where rolname = ${literal(name)}) then ` +
  `create role ${identifier(name)} nologin; end if; end $do$;`

/** A dollar or a line break could end the block or the comment that the name stands in. */
export function identifier(name: string): string {
  if (!/^[^$\p{Cc}]{1,63}$/u.test(name))
    throw new ReplayError('USAGE', `${JSON.stringify(name)} cannot name a role or a schema here.`)
  return quotedIdentifier(name)
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
