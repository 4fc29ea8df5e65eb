import type {Slice} from '../src/core/slice.ts'
import {tpdRows} from '../src/fixture/rows.ts'
import type {BenchServer} from './database.ts'
import {deleteByHand, deleteBySubmission, mustBeGone} from './deletion.ts'
import {ratio, type Figure} from './figures.ts'
import {alternate} from './measure.ts'
import type {Scale} from './scale.ts'

const batches = 200
const learnersPerBatch = 250
const table = 'diksha_tpd_trans'

/** The statements that cQube's own function runs for a batch, on the two tables that have rows. */
const ofBatch = (batch: string): readonly string[] => [
  `delete from diksha_tpd_agg where collection_id in (select collection_id from ${table} where batch_id = '${batch}')`,
  `delete from ${table} where batch_id = '${batch}'`,
]

/** Batches of teachers' courses, deleted in one go and batch after batch. */
export async function measureTpd(server: BenchServer, scale: Scale): Promise<readonly Figure[]> {
  const rows = await server.template(tpdRows(scale.tpdRows, scale.tpdRows / learnersPerBatch))
  const codes = await rows.onCopy(async (database) =>
    (await database.query(`select batch_id from ${table} group by 1 order by 1 limit ${batches}`)).map((row) =>
      String(row['batch_id']),
    ),
  )
  const slice: Slice = {kind: 'codes', dataSource: 'diksha_tpd', codes: codes.toSorted()}
  const where = `batch_id in (${codes.map((code) => `'${code}'`).join(', ')})`
  const product = (archive: boolean) => () =>
    rows.onCopy(async (database) => {
      const ms = await deleteBySubmission(database, slice, archive)
      await mustBeGone(database, table, where)
      return ms
    })
  const byHand = (statements: readonly string[]) => () =>
    rows.onCopy(async (database) => {
      const ms = await deleteByHand(database, slice, statements)
      await mustBeGone(database, table, where)
      return ms
    })

  const ms = await alternate(Math.min(scale.repetitions, 3), {deletion: product(false), archived: product(true)})
  // Half a minute each: one measurement tells a factor of a hundred.
  const asStock = await byHand(codes.flatMap(ofBatch))()
  const oneTable = await byHand(codes.map((code) => `delete from ${table} where batch_id = '${code}'`))()
  await rows.drop()

  const deletion = {name: 'deletion', ms: ms.deletion}
  const archived = {name: 'deletion with archive', ms: ms.archived}
  const stock = {name: 'batch by batch', ms: asStock}
  const learners = {name: 'batch by batch', ms: oneTable}
  return [
    ratio(server.title, 'both tables batch by batch, 200 batches : deletion', stock, deletion, {atLeast: 80}),
    ratio(server.title, 'both tables batch by batch : deletion with archive', stock, archived, {atLeast: 40}),
    ratio(server.title, `only ${table} batch by batch : deletion of both`, learners, deletion, null),
    ratio(server.title, `only ${table} batch by batch : deletion of both with archive`, learners, archived, null),
  ]
}
