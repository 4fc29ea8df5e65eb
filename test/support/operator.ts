import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {silentPoints, type Surroundings} from '../../src/compose.ts'
import type {RunResult} from '../../src/commands/run.ts'
import {systemClock} from '../../src/adapters/clock/system-clock.ts'
import type {Points} from '../../src/ports.ts'
import type {ServerName} from './database.ts'
import {createGitRemote, type GitRemote, type TestFile} from './git-remote.ts'
import {ledgerDatabase, type LedgerDatabase} from './ledger.ts'
import {modelSources, sourceNamed, type RowId} from './model/sources.ts'
import {onePass, oneRehearsal, type PassOptions} from './one-pass.ts'

/** Keys of cqube-replay.yaml beside those that a test world needs. */
export type OperatorSettings = Readonly<Record<string, unknown>>

/** A remote, the operator's checkout of it with its settings, cQube's database with a ledger, a directory for documents. */
export interface Operator {
  readonly git: GitRemote
  readonly database: LedgerDatabase
  /** Absolute path of the emission directory, which need not exist. */
  readonly emission: string
  /** What the runner told, a line each. */
  readonly told: readonly string[]
  surroundings(points?: Points): Surroundings
  /** Commits request files to the protected branch; paths below the requests directory. */
  request(files: Readonly<Record<string, TestFile>>): string
  /** Commits other settings, and has them in the checkout, too. */
  settings(more: OperatorSettings): void
  run(points?: Points, options?: PassOptions): Promise<RunResult>
  rehearse(options?: PassOptions): Promise<RunResult>
  /** A file of the report of a run on the remote's reports branch. */
  reportJson(runId: string): Report
  /** Rows of one slice of a data source of the model, with these tags. */
  load(dataSource: string, key: string, tags: readonly string[]): Promise<void>
  /** Every row that `load` brought and that is still there, sorted: `table:tag`. */
  live(): Promise<readonly RowId[]>
  documents(): Readonly<Record<string, string>>
  remove(): Promise<void>
}

export interface Report {
  readonly outcome: string
  readonly failure: {readonly code: string; readonly message: string} | null
  readonly totals: Readonly<Record<string, number>>
  readonly requests: readonly {
    readonly paths: readonly string[]
    readonly sources: readonly {readonly dataSource: string; readonly tables: readonly Record<string, unknown>[]}[]
  }[]
  readonly leftOut: readonly {readonly path: string; readonly reason: string; readonly message: string}[]
  readonly deletions: readonly {
    readonly dataSource: string
    readonly state: string
    readonly keys: readonly string[]
    readonly failure: {readonly code: string} | null
    readonly tables: readonly {
      readonly table: string
      readonly expected: number
      readonly deleted: number | null
      readonly archived: number | null
      readonly archiveTable: string | null
      readonly rowsAfter: number | null
    }[]
  }[]
  readonly holes: readonly {
    readonly dataSource: string
    readonly files: readonly string[]
    readonly slices: readonly {
      readonly key: string
      readonly deleted: number
      readonly reloaded: number
      readonly state: string
      readonly flag: string | null
    }[]
  }[]
  readonly notes: readonly string[]
  readonly states: readonly {readonly state: string; readonly runner: string}[]
}

export const settingsText = (more: OperatorSettings = {}): string =>
  // JSON is YAML, and needs no serialiser of its own here.
  `${JSON.stringify(
    {
      time_zone: 'UTC',
      require_expect: false,
      git: {protocols: ['file'], timeout_seconds: 20},
      database: {lock_timeout_seconds: 5},
      emission: {directory: '../emission'},
      run: {lease_seconds: 15},
      ...more,
    },
    null,
    2,
  )}\n`

/** A request's file: `replay` as in YAML's flow style. */
export const requestText = (replay: unknown, more: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({reason: 'It was emitted twice by three districts', ...more, replay}, null, 2)}\n`

export const reportPath = (runId: string, file: string): string =>
  `replay-reports/${runId.slice(0, 4)}/${runId}/report.${file}`

/** Text of each document by its key; what is hidden is none. */
export function documentsIn(emission: string): Readonly<Record<string, string>> {
  const folder = join(emission, 'cqube_replay')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []
  return Object.fromEntries(names.map((name) => [`cqube_replay/${name}`, readFileSync(join(folder, name), 'utf8')]))
}

export async function createOperator(
  server: ServerName,
  options: {
    readonly content?: 'tables' | 'state'
    readonly settings?: OperatorSettings
    /** Of a server of the test's own; ended by the test. */
    readonly database?: LedgerDatabase
  } = {},
): Promise<Operator> {
  const git = createGitRemote()
  const database = options.database ?? (await ledgerDatabase(server, options.content ?? 'state'))
  const emission = join(git.root, 'emission')
  const told: string[] = []
  const settings = (more: OperatorSettings): void => {
    git.commit({'cqube-replay.yaml': settingsText(more)}, {message: 'Change settings'})
    writeFileSync(join(git.checkout, 'cqube-replay.yaml'), settingsText(more))
  }
  settings(options.settings ?? {})
  mkdirSync(emission)

  const surroundings = (points: Points = silentPoints): Surroundings => ({
    root: git.checkout,
    environment: {...git.environment, DATABASE_URL: database.connectionString},
    clock: systemClock,
    log: {progress: (message) => told.push(message), warn: (message) => told.push(message), advance: () => undefined},
    runner: 'runner-1 (pid 1)',
    points,
  })
  return {
    git,
    database,
    emission,
    told,
    surroundings,
    settings,
    request: (files) =>
      git.commit(Object.fromEntries(Object.entries(files).map(([path, file]) => [`replay-requests/${path}`, file]))),
    run: (points, options) => onePass(surroundings(points), options),
    rehearse: (options) => oneRehearsal(surroundings(), options),
    reportJson: (runId) => {
      const text = git.remoteFile('replay-reports', reportPath(runId, 'json'))
      if (text === null) throw new Error(`The reports branch has no report of run ${runId}.`)
      return JSON.parse(text) as Report
    },
    load: async (dataSource, key, tags) => {
      await database.query(sourceNamed(dataSource).insert, [key, tags])
    },
    live: async () => {
      const each = modelSources
        .flatMap(({tables}) => tables)
        .map(([table, tag]) => `select '${table}:' || ${tag} as row from ${table}`)
      const rows = await database.query(`${each.join(' union all ')} order by 1`)
      return rows.map(({row}) => String(row)).sort()
    },
    documents: () => documentsIn(emission),
    remove: async () => {
      git.remove()
      if (options.database === undefined) await database.drop()
    },
  }
}

/** The only run of a pass. */
export function onlyRun({runs}: RunResult): RunResult['runs'][number] {
  const [run, ...others] = runs
  if (run === undefined || others.length > 0) throw new Error(`There were ${runs.length} runs.`)
  return run
}
