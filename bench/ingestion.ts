import {createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createLocalIncomingFiles} from '../src/adapters/embedded-ingestion/incoming-files.ts'
import {systemClock} from '../src/adapters/clock/system-clock.ts'
import {bulkTransaction} from '../src/adapters/postgres/ingestion/bulk-transaction.ts'
import {postgresFileLoader} from '../src/adapters/postgres/ingestion/file-loader.ts'
import {createLineConverter} from '../src/core/ingestion/line-converter.ts'
import {stemNamed} from '../src/core/ingestion/stems.ts'
import {attendanceRows} from '../src/fixture/rows.ts'
import {statics} from '../src/fixture/schools.ts'
import {ingestWaiting} from '../src/steps/ingest.ts'
import {attendanceHeader, attendanceLine} from '../test/support/incoming.ts'
import {connectionOptions, runnerOn} from '../test/support/runner.ts'
import type {BenchServer} from './database.ts'
import {ratio, type Figure} from './figures.ts'
import {alternate, timed} from './measure.ts'
import type {Scale} from './scale.ts'

const schools = 4800
const stem = stemNamed('student_attendance')
const key = 'student_attendance/student_attendance_20260701093000.csv'
const columns = stem.columns.map(({name}) => name)
const days = columns.filter((name) => name.startsWith('day_'))

export function* lines(count: number): Generator<string> {
  yield `${attendanceHeader}\n`
  for (let from = 0; from < count; from += 1000) {
    const block = Array.from({length: Math.min(1000, count - from)}, (_, index) => {
      const n = from + index
      return attendanceLine({
        id: 5_000_000_001 + n,
        student: 70_000_001 + n,
        school: 28_000_001 + (n % schools),
        year: '2021-22',
        month: 6,
        mark: 1 + (n % 2),
      })
    })
    yield `${block.join('\n')}\n`
  }
}

/**
 * A month of attendance comes back beside as many rows of other months. By hand: the lines, already in the order of the
 * columns, by COPY into a temporary table, and one upsert; no check, no duplicates looked for, no aggregate.
 */
export async function measureIngestion(server: BenchServer, scale: Scale): Promise<readonly Figure[]> {
  const count = scale.ingestedLines
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-bench-'))
  const [file, converted] = [join(directory, key), join(directory, 'lines.copy')]
  mkdirSync(join(directory, 'student_attendance'))
  await pipeline(Readable.from(lines(count)), createWriteStream(file))
  await pipeline(Readable.from(copyText(file)), createWriteStream(converted))
  const template = await server.template([...statics(schools), ...attendanceRows(count)])
  const mustBeThere = async (found: readonly Record<string, unknown>[]): Promise<void> => {
    if (Number(found[0]?.['n']) !== count) throw new Error(`${String(found[0]?.['n'])} of ${count} lines were loaded.`)
  }
  const counted = 'select count(*) as n from student_attendance_trans where year = 2021 and month = 6'

  const ms = await alternate(Math.min(scale.repetitions, 3), {
    ingestion: () =>
      template.onCopy(async (database, connectionString) => {
        const epoch = await runnerOn(database, 'bench', 3600).lease.take()
        const connection = connectionOptions(connectionString)
        const world = {
          ingestion: {
            files: createLocalIncomingFiles({directory, clock: systemClock}),
            loader: postgresFileLoader({sql: database, connection, points: {reach: () => undefined}}),
          },
          outputs: {store: null},
          clock: systemClock,
          log: {
            progress: () => undefined,
            warn: (text: string) => process.stderr.write(`${text}\n`),
            advance: () => undefined,
          },
          points: {reach: () => undefined},
        }
        const taken = await timed(() => ingestWaiting(world, {timeZone: 'UTC'}, epoch))
        await mustBeThere(await database.query(counted))
        return taken
      }),
    byHand: () =>
      template.onCopy(async (database, connectionString) => {
        const taken = await timed(() =>
          bulkTransaction(connectionOptions(connectionString), async (sql) => {
            await sql.query('create temporary table line (like student_attendance_trans) on commit drop')
            await sql.copy(
              `copy line (${columns.join(', ')}) from stdin (delimiter '|', null '')`,
              createReadStream(converted, {highWaterMark: 256 * 1024}),
            )
            await sql.query(
              `insert into student_attendance_trans select * from line on conflict (attendance_id, month, year)
                 do update set ${days.map((day) => `${day} = excluded.${day}`).join(', ')}`,
            )
          }),
        )
        await mustBeThere(await database.query(counted))
        return taken
      }),
  })
  await template.drop()
  const megabytes = Math.round(statSync(file).size / 1e6)
  rmSync(directory, {recursive: true})

  const ingestion = {name: 'ingestion', ms: ms.ingestion}
  return [
    ratio(
      server.title,
      'ingestion of a file : COPY and upsert by hand',
      ingestion,
      {name: 'by hand', ms: ms.byHand},
      {atMost: 2},
    ),
    {
      server: server.title,
      what: `${count} lines (${megabytes} MB) of attendance loaded, 50,000 a second or more`,
      times: [ingestion],
      value: ms.ingestion,
      unit: 'ms',
      target: {atMost: count / 50},
    },
  ]
}

async function* copyText(file: string): AsyncGenerator<Uint8Array> {
  const converter = createLineConverter(stem, {today: '2026-11-25'})
  for await (const chunk of createReadStream(file, {highWaterMark: 256 * 1024})) yield converter.push(chunk as Buffer)
}
