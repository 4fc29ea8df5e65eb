import type {PlannedObject} from '../../core/outputs/output-record.ts'
import type {Period} from '../../core/outputs/period.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {OutputJournal, PeriodRows} from '../../ports/outputs.ts'
import type {Sql} from './connection.ts'

export const postgresOutputJournal = (sql: Sql): OutputJournal => ({
  examMonths: async (runId) => {
    const rows = await sql.query(
      'select data_source, academic_year, month from cqube_replay.deleted_exam_month where run_id = $1',
      [runId],
    )
    return rows.map((row) => ({
      dataSource: String(row['data_source']),
      academicYear: String(row['academic_year']),
      month: Number(row['month']),
    }))
  },
  plan: async (epoch, runId, records) => {
    await sql.query('select cqube_replay.plan_outputs($1, $2, $3)', [epoch, runId, JSON.stringify(records)])
  },
  planned: async (runId) => {
    const rows = await sql.query(
      `select kind, name, data_source as "dataSource", period, action, moved_to as "movedTo", objects, detail
         from cqube_replay.output where run_id = $1 and action = 'planned' and kind = 'object'
        order by data_source, period, name`,
      [runId],
    )
    return rows as unknown as readonly PlannedObject[]
  },
  settle: async (epoch, runId, records) => {
    await sql.query('select cqube_replay.settle_outputs($1, $2, $3)', [epoch, runId, JSON.stringify(records)])
  },
})

export const postgresPeriodRows = (sql: Sql): PeriodRows => ({
  remain: async (tables, period) => {
    const rows = await sql.query(
      `select cqube_replay.qualified(name) as qualified, to_regclass(cqube_replay.qualified(name)) is null as missing
         from unnest($1::text[]) name`,
      [tables],
    )
    if (rows.some((row) => row['missing'] === true)) return null
    const {where, values} = conditionOf(period)
    for (const row of rows) {
      const found = await existsIn(sql, String(row['qualified']), where, values)
      if (found !== false) return found
    }
    return false
  },
})

/** Null where the rows cannot be looked at, because a column or the right to read them is missing. */
async function existsIn(sql: Sql, table: string, where: string, values: readonly unknown[]): Promise<boolean | null> {
  try {
    const [row] = await sql.query(`select exists (select from ${table} where ${where}) as found`, values)
    return row?.['found'] === true
  } catch (error) {
    const isKnown = error instanceof ReplayError && ['COLUMN_MISSING', 'PERMISSION_MISSING'].includes(error.code)
    if (isKnown) return null
    throw error
  }
}

/** The columns are those of cQube release-3.7, of every table that `core/outputs/key-templates.ts` names. */
function conditionOf(period: Period): {readonly where: string; readonly values: readonly unknown[]} {
  switch (period.kind) {
    case 'month':
      return {where: 'year = $1 and month = $2', values: [period.year, period.month]}
    case 'academic year':
      return {
        where: '(year = $1 and month >= 6) or (year = $2 and month < 6)',
        values: [period.firstYear, period.firstYear + 1],
      }
    case 'exam month':
      return {
        where: 'academic_year = $1 and extract(month from exam_date) = $2',
        values: [period.academicYear, period.month],
      }
    case 'semester':
      return {where: 'academic_year = $1 and semester = $2', values: [period.academicYear, period.semester]}
    case 'exam year':
      return {where: 'academic_year = $1', values: [period.academicYear]}
  }
}
