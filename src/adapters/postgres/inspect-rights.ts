import {cqubeCatalogue} from '../../core/catalogue/cqube-catalogue.ts'
import type {Catalogue} from '../../core/catalogue/catalogue.ts'
import type {RightsFacts, RoleRights} from '../../core/doctor/rights-finding.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {readInstalledCatalogue} from './catalogue-store.ts'
import type {Sql} from './connection.ts'
import {grantStatement} from './grants.ts'
import {
  ingestionRights,
  nifiRights,
  ownerRights,
  quotedIdentifier,
  readerRights,
  runnerRights,
  type NeededRight,
} from './needed-rights.ts'

interface Ledger {
  readonly owner: string
  readonly ownerOid: number
  readonly role: string
  readonly roleOid: number
  readonly isOwner: boolean
}

/** @returns null when there is no ledger */
async function readLedger(sql: Sql): Promise<Ledger | null> {
  const [row] = await sql.query(
    `select o.rolname as owner, o.oid::int8 as owner_oid, u.rolname as role, u.oid::int8 as role_oid,
            pg_has_role(u.oid, o.oid, 'USAGE') as is_owner
       from pg_namespace n join pg_roles o on o.oid = n.nspowner, pg_roles u
      where n.nspname = 'cqube_replay' and u.rolname = current_user`,
  )
  if (row === undefined) return null
  return {
    owner: String(row['owner']),
    ownerOid: Number(row['owner_oid']),
    role: String(row['role']),
    roleOid: Number(row['role_oid']),
    isOwner: row['is_owner'] === true,
  }
}

/** Names are taken apart here, since whatever looks a name up needs the right to use its schema. */
const missingAmong = `
  with needed as (
    select i, "on", "right", parse_ident(name) as ident
      from jsonb_to_recordset($2) n(i integer, "on" text, name text, "right" text)
  ), held as (
    select d.i, case d."on"
        when 'schema' then (select has_schema_privilege($1::oid, s.oid, d."right") from pg_namespace s where s.nspname = d.ident[1])
        when 'function' then (select bool_and(has_function_privilege($1::oid, p.oid, d."right")) from pg_proc p
          join pg_namespace s on s.oid = p.pronamespace where s.nspname = d.ident[1] and p.proname = d.ident[2])
        else (select bool_and(has_table_privilege($1::oid, c.oid, d."right")) from pg_class c
          join pg_namespace s on s.oid = c.relnamespace
         where s.nspname = d.ident[1] and c.relkind in ('r', 'p', 'v', 'm', 'f') and (d."on" <> 'table' or c.relname = d.ident[2]))
      end as is_held
      from needed d
  )
  select distinct i from held where not is_held order by i`

/** @returns the statements that give the role what it lacks; of a thing that is not there it lacks nothing */
async function missing(sql: Sql, role: {readonly oid: number; readonly name: string}, needed: readonly NeededRight[]) {
  const questions = needed.flatMap(({rights, on, names}, i) =>
    names.flatMap((name) => rights.map((right) => ({i, on, name, right}))),
  )
  const rows = await sql.query(missingAmong, [role.oid, JSON.stringify(questions)])
  const indexes = new Set(rows.map((row) => Number(row['i'])))
  const lacking = needed.filter((_, i) => indexes.has(i))
  return lacking.map((right) => grantStatement({...right, mayBeMissing: false}, quotedIdentifier(role.name)))
}

/** What a role without rights cannot read is taken as cQube has it. */
async function readableOr<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ReplayError && error.code === 'PERMISSION_MISSING') return otherwise
    throw error
  }
}

async function catalogueAndSchema(sql: Sql, usualSchema: string): Promise<{catalogue: Catalogue; schema: string}> {
  const catalogue = await readableOr(() => readInstalledCatalogue(sql), cqubeCatalogue)
  const schema = await readableOr(async () => {
    const [row] = await sql.query('select data_schema from cqube_replay.ledger')
    return String(row?.['data_schema'])
  }, usualSchema)
  return {catalogue, schema: quotedIdentifier(schema)}
}

export interface InspectedSite {
  /** Schema of cQube's tables, for a role that may not read the ledger's word on it. */
  readonly dataSchema: string
  /** Whether the runner loads corrected files itself, which takes rights of its own. */
  readonly embeddedIngestion: boolean
}

/** @returns null without a ledger */
export async function inspectRights(
  sql: Sql,
  {dataSchema, embeddedIngestion}: InspectedSite,
): Promise<RightsFacts | null> {
  const ledger = await readLedger(sql)
  if (ledger === null) return null
  const {catalogue, schema} = await catalogueAndSchema(sql, dataSchema)
  const role = {oid: ledger.roleOid, name: ledger.role}
  const of = async (needed: readonly NeededRight[]): Promise<RoleRights> => ({
    needed: needed.length,
    missing: await missing(sql, role, needed),
  })
  return {
    role: ledger.role,
    isOwner: ledger.isOwner,
    reader: await of(readerRights(catalogue, schema)),
    runner: await of([...runnerRights(), ...(embeddedIngestion ? ingestionRights(schema).runner : [])]),
    nifi: await of(nifiRights()),
  }
}

/** TRUNCATE aside, without which a full refresh deletes row by row. */
export async function inspectOwnerRights(sql: Sql, {dataSchema, embeddedIngestion}: InspectedSite) {
  const ledger = await readLedger(sql)
  if (ledger === null) return null
  const {catalogue, schema} = await catalogueAndSchema(sql, dataSchema)
  const needed = Object.entries(ownerRights(catalogue, schema)).filter(([what]) => what !== 'refresh')
  const loading = embeddedIngestion ? ingestionRights(schema).owner : []
  return {
    owner: ledger.owner,
    missing: await missing(sql, {oid: ledger.ownerOid, name: ledger.owner}, [
      ...needed.flatMap(([, rights]) => rights),
      ...loading,
    ]),
  }
}
