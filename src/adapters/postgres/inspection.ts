import type {DatabaseInspection, LedgerInspection} from '../../ports/inspection.ts'
import type {Sql} from './connection.ts'
import {inspectOwnerRights, inspectRights, type InspectedSite} from './inspect-rights.ts'
import {ledgerVersion, requireLedger} from './migrate.ts'

/** @param site by the settings */
export const postgresInspection = (sql: Sql, site: InspectedSite): DatabaseInspection => ({
  server: async () => {
    const [row] = await sql.query(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
              current_database() as database, current_user as role,
              (select nspname from pg_namespace where nspname = $1 and has_schema_privilege('public', oid, 'CREATE')) as open`,
      [site.dataSchema],
    )
    return {
      versionNumber: Number(row?.['number']),
      // Packagers add where they built it: `10.23 (Debian 10.23-1)`.
      version: String(row?.['version']).replace(/ .*/, ''),
      database: String(row?.['database']),
      role: String(row?.['role']),
      openSchema: typeof row?.['open'] === 'string' ? row['open'] : null,
    }
  },
  now: async () => {
    const [row] = await sql.query('select clock_timestamp() as now')
    return row?.['now'] as Date
  },
  space: async () => {
    const [row] = await sql.query(
      `select pg_database_size(current_database()) as database, count(c.oid) as tables,
              coalesce(sum(pg_total_relation_size(c.oid)), 0)::int8 as archive
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'cqube_replay_archive' and c.relkind = 'r'`,
    )
    return {
      databaseBytes: Number(row?.['database']),
      archiveBytes: Number(row?.['archive']),
      archiveTables: Number(row?.['tables']),
    }
  },
  rights: () => inspectRights(sql, site),
  ownerRights: () => inspectOwnerRights(sql, site),
})

export const postgresLedgerInspection = (sql: Sql): LedgerInspection => ({
  ledger: async () => {
    await requireLedger(sql)
    const [row] = await sql.query('select ledger_id from cqube_replay.ledger')
    return {version: (await ledgerVersion(sql)) ?? 0, ledgerId: String(row?.['ledger_id'])}
  },
  dataSources: async () => {
    const rows = await sql.query('select data_source from cqube_replay.catalogue_source order by 1')
    return rows.map((row) => String(row['data_source']))
  },
  openStockRows: async () => {
    const [meta] = await sql.query(
      `select name, to_regclass(name) is not null as found from cqube_replay.qualified('data_replay_meta') name`,
    )
    if (meta?.['found'] !== true) return null
    const name = String(meta['name'])
    const rows = await sql.query(
      `select filename, cqube_process_status as state, extract(epoch from localtimestamp - created_on) / 60 as minutes,
              format('update %s set cqube_process_status = ''FAILURE'' where ff_uuid = %L', $1::text, ff_uuid) as close
         from ${name} where cqube_process_status in ('SUBMITTED', 'IN_PROGRESS') order by created_on`,
      [name],
    )
    return rows.map((row) => ({
      file: String(row['filename']),
      state: String(row['state']),
      minutes: row['minutes'] === null ? null : Number(row['minutes']),
      closeStatement: String(row['close']),
    }))
  },
})
