import type {Slice} from '../src/core/slice.ts'
import {attendanceRows} from '../src/fixture/rows.ts'
import type {BenchServer} from './database.ts'
import {deleteByHand, deleteBySubmission, intoCopy, mustBeGone} from './deletion.ts'
import {ratio, type Figure} from './figures.ts'
import {alternate} from './measure.ts'
import type {Scale} from './scale.ts'

const table = 'student_attendance_trans'
const months = [1, 2, 3, 4, 5, 6]
const halfOf2020: Slice = {kind: 'months', dataSource: 'student_attendance', year: 2020, months}
const where = `year = 2020 and month in (${months.join(', ')})`

/** Two years in one table, a quarter of them deleted; what is typed by hand names that table only, the others are empty. */
export async function measureAttendance(server: BenchServer, scale: Scale): Promise<readonly Figure[]> {
  const rows = await server.template(attendanceRows(scale.attendanceRows))
  const product = (archive: boolean) => () =>
    rows.onCopy(async (database) => {
      const ms = await deleteBySubmission(database, halfOf2020, archive)
      await mustBeGone(database, table, where)
      return ms
    })
  const byHand = (statements: readonly string[]) => () =>
    rows.onCopy(async (database) => {
      const ms = await deleteByHand(database, halfOf2020, statements)
      await mustBeGone(database, table, where)
      return ms
    })

  const ms = await alternate(scale.repetitions, {
    deletion: product(false),
    plain: byHand([`delete from ${table} where ${where}`]),
    monthly: byHand(months.map((month) => `delete from ${table} where year = 2020 and month = ${month}`)),
    archived: product(true),
    copied: byHand(intoCopy(table, where)),
  })
  await rows.drop()

  const deletion = {name: 'deletion', ms: ms.deletion}
  const archived = {name: 'deletion with archive', ms: ms.archived}
  const plain = {name: 'by hand', ms: ms.plain}
  return [
    ratio(server.title, 'deletion : one DELETE by hand', deletion, plain, {atMost: 1.1}),
    ratio(
      server.title,
      'deletion with archive : DELETE … RETURNING into a copy by hand',
      archived,
      {name: 'by hand', ms: ms.copied},
      {atMost: 1.1},
    ),
    ratio(server.title, 'one DELETE a month, 6 months : deletion', {name: 'month by month', ms: ms.monthly}, deletion, {
      atLeast: 2,
    }),
    ratio(server.title, 'deletion with archive : one DELETE by hand without', archived, plain, null),
  ]
}
