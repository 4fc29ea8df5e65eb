import {countSource} from '../src/adapters/postgres/counter.ts'
import type {Slice} from '../src/core/slice.ts'
import {fill} from '../src/fixture/fill.ts'
import {schools} from '../src/fixture/sources.ts'
import type {BenchServer} from './database.ts'
import {deleteBySubmission, mustBeGone} from './deletion.ts'
import {ratio, type Figure} from './figures.ts'
import {alternate, timed} from './measure.ts'
import type {Scale} from './scale.ts'

const table = 'infrastructure_trans'
const slice: Slice = {kind: 'all', dataSource: 'infrastructure'}

/** A full refresh without archive: its count reads every row, what follows does not depend on them. */
export async function measureRefresh(server: BenchServer, scale: Scale): Promise<readonly Figure[]> {
  const taken = async (rows: number) => {
    const template = await server.template([fill(table, schools(rows))])
    const ms = await alternate(scale.repetitions, {
      // Measured where the deletion would be: on a copy that has been counted once, too.
      count: () =>
        template.onCopy(async (database) => {
          await countSource(database, slice.dataSource, ['*'])
          return timed(() => database.query(`select count(*) from ${table}`))
        }),
      deletion: () =>
        template.onCopy(async (database) => {
          const taken = await deleteBySubmission(database, slice, false)
          await mustBeGone(database, table, 'true')
          return taken
        }),
    })
    await template.drop()
    return {
      name: `${rows} rows`,
      ms: Math.max(ms.deletion - ms.count, 0.1),
      count: {name: `${rows} rows`, ms: ms.count},
    }
  }

  const [few, many] = [await taken(scale.refreshRows), await taken(10 * scale.refreshRows)]
  return [
    ratio(server.title, 'full refresh of 10 × the rows, without its count', many, few, {atMost: 3}),
    ratio(server.title, 'count of a full refresh of 10 × the rows', many.count, few.count, null),
  ]
}
