import type {Sql} from '../src/adapters/postgres/connection.ts'
import {countSource} from '../src/adapters/postgres/counter.ts'
import {attendanceRows} from '../src/fixture/rows.ts'
import type {BenchServer} from './database.ts'
import {ratio, type Figure} from './figures.ts'
import {alternate, timed} from './measure.ts'
import type {Scale} from './scale.ts'

const dataSource = 'student_attendance'

/** Months from June 2019 on; the rows are spread over all 60. */
const keys = Array.from({length: 60}, (_, n) => new Date(Date.UTC(2019, 5 + n)).toISOString().slice(0, 7))

async function scansOfTable(sql: Sql): Promise<number> {
  const [row] = await sql.query(
    'select seq_scan + coalesce(idx_scan, 0) as scans from pg_stat_xact_user_tables where relname = $1',
    [`${dataSource}_trans`],
  )
  return Number(row?.['scans'])
}

/** The count of a plan: how much more sixty slices cost than one, and how often the table is read for them. */
export async function measurePlan(server: BenchServer, scale: Scale): Promise<readonly Figure[]> {
  const template = await server.template(attendanceRows(scale.attendanceRows, keys.length))
  const figures = await template.onCopy(async (database) => {
    const count = (slices: number) => () => timed(() => countSource(database, dataSource, keys.slice(0, slices)))
    const ms = await alternate(2 * scale.repetitions, {one: count(1), sixty: count(60)})
    const scans = await database.transaction('snapshot', async (sql) => {
      const before = await scansOfTable(sql)
      await countSource(sql, dataSource, keys)
      return (await scansOfTable(sql)) - before
    })
    const sixty = {name: '60 slices', ms: ms.sixty}
    return [
      ratio(server.title, 'plan of 60 slices : plan of one', sixty, {name: '1 slice', ms: ms.one}, null),
      {
        server: server.title,
        what: 'scans of the table for a plan of 60 slices',
        times: [sixty],
        value: scans,
        unit: 'scans' as const,
        target: {atMost: 1},
      },
    ]
  })
  await template.drop()
  return figures
}
