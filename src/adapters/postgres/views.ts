import {isNamedView} from '../../core/outputs/match-key.ts'
import type {Views} from '../../ports/outputs.ts'
import type {Sql} from './connection.ts'
import {refreshHelper} from './views-sql.ts'

export const postgresViews = (sql: Sql): Views => ({
  named: async (names) => {
    // A view is made after those it reads, also by pg_restore, so the numbers of PostgreSQL give the order.
    const rows = await sql.query(
      `select c.relname::text as view from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join cqube_replay.ledger l on l.data_schema = n.nspname where c.relkind = 'm' order by c.oid`,
    )
    return rows.map((row) => String(row['view'])).filter((view) => isNamedView(view, names))
  },
  hasHelper: async () => {
    const [row] = await sql.query(
      `select coalesce(has_function_privilege(to_regprocedure(cqube_replay.qualified($1) || '(text)')::oid, 'execute'), false)
         as installed`,
      [refreshHelper],
    )
    return row?.['installed'] === true
  },
  refresh: async (view) => {
    const [row] = await sql.query('select cqube_replay.qualified($1) as helper', [refreshHelper])
    await sql.query(`select ${String(row?.['helper'])}($1)`, [view])
  },
})
