import {readFileSync, writeFileSync} from 'node:fs'
import {parseArgs} from 'node:util'
import {serverNames} from '../test/support/postgres-binaries.ts'
import {measureAction} from './action.ts'
import {measureAttendance} from './attendance.ts'
import {measureCrc} from './crc.ts'
import {startBenchServer, type BenchServer} from './database.ts'
import {between, tableOf, type Line} from './figures.ts'
import {machine} from './machine.ts'
import {measureIngestion} from './ingestion.ts'
import {measureNifi} from './nifi.ts'
import {measureOptions} from './options.ts'
import {measurePending} from './pending.ts'
import {measurePlan} from './plan.ts'
import {measureRefresh} from './refresh.ts'
import {quick, whole, type Scale} from './scale.ts'
import {measureTpd} from './tpd.ts'
import {measureCorpora} from './corpora.ts'
import {measureManyFiles} from './many-files.ts'
import {measureValidate} from './validate.ts'

const page = 'docs/benchmarks.md'
const onServers: Readonly<Record<string, (server: BenchServer, scale: Scale) => Promise<readonly Line[]>>> = {
  attendance: measureAttendance,
  crc: measureCrc,
  tpd: measureTpd,
  refresh: measureRefresh,
  plan: measurePlan,
  pending: measurePending,
  options: measureOptions,
  ingestion: measureIngestion,
  nifi: measureNifi,
}

const {values} = parseArgs({
  options: {
    quick: {type: 'boolean', default: false},
    fsync: {type: 'boolean', default: false},
    write: {type: 'boolean', default: false},
    only: {type: 'string', multiple: true, default: []},
  },
})
const scale = values.quick ? quick : whole
const isWanted = (name: string): boolean => values.only.length === 0 || values.only.includes(name)
const progress = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

// An exit ends the servers as well; the signal alone would leave them running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const startedAt = performance.now()
const lines: Line[] = []
if (isWanted('validate')) lines.push(...(await measureValidate(scale)), ...(await measureManyFiles(scale)))
if (isWanted('action')) lines.push(...(await measureAction(scale)))
if (isWanted('corpora')) lines.push(...(await measureCorpora()))
for (const name of serverNames) {
  const server = await startBenchServer(name, values)
  if (server === null) {
    lines.push({server: name, what: 'everything in the database', why: 'no binaries for this platform'})
    continue
  }
  try {
    for (const [section, measure] of Object.entries(onServers).filter(([section]) => isWanted(section))) {
      progress(`${server.title}: ${section}`)
      lines.push(...(await measure(server, scale)))
    }
  } finally {
    await server.dispose()
  }
}

const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
const text = [
  `${machine()}; fsync and full_page_writes ${values.fsync ? 'on' : 'off'}${values.quick ? '; --quick' : ''}; ` +
    `${new Date().toISOString().slice(0, 10)}, ${minutes} minutes.`,
  tableOf(lines),
].join('\n\n')
process.stdout.write(`${text}\n`)
if (values.write) writeFileSync(page, between(readFileSync(page, 'utf8'), 'figures', text))
