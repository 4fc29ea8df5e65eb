import type {Slice} from '../src/core/slice.ts'
import {yearMonth} from '../src/fixture/attendance.ts'
import {fill} from '../src/fixture/fill.ts'
import {personMonths} from '../src/fixture/sources.ts'
import type {BenchServer} from './database.ts'
import {deleteByHand, deleteBySubmission, mustBeGone} from './deletion.ts'
import {ratio, type Figure} from './figures.ts'
import {alternate} from './measure.ts'
import type {Scale} from './scale.ts'

const table = 'crc_location_trans'
const months = [1, 2, 3, 4, 5, 6]
const halfOf2020: Slice = {kind: 'months', dataSource: 'crc', year: 2020, months}

/** Month by month again, on a table in which no index helps to find a month; the other tables are empty. */
export async function measureCrc(server: BenchServer, scale: Scale): Promise<readonly Figure[]> {
  const visits = personMonths(scale.crcRows / 24, 4800, {from: 0, count: 24})
  const rows = await server.template([fill(table, visits, {...yearMonth, crc_location_id: 'k + 1'})])
  const measured = (deletion: (database: Parameters<typeof deleteByHand>[0]) => Promise<number>) => () =>
    rows.onCopy(async (database) => {
      const ms = await deletion(database)
      await mustBeGone(database, table, 'year = 2020 and month <= 6')
      return ms
    })
  const monthly = months.map((month) => `delete from ${table} where year = 2020 and month = ${month}`)

  const ms = await alternate(Math.min(scale.repetitions, 3), {
    deletion: measured((database) => deleteBySubmission(database, halfOf2020, false)),
    monthly: measured((database) => deleteByHand(database, halfOf2020, monthly)),
  })
  await rows.drop()

  const what = 'one DELETE a month, no index on months : deletion'
  const deletion = {name: 'deletion', ms: ms.deletion}
  return [ratio(server.title, what, {name: 'month by month', ms: ms.monthly}, deletion, {atLeast: 2})]
}
