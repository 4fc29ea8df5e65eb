import {randomBytes} from 'node:crypto'
import {execFileSync} from 'node:child_process'
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import pg from 'pg'
import type {Database} from '../../src/adapters/postgres/connection.ts'
import type {ServerName} from '../support/database.ts'
import {createGitRemote} from '../support/git-remote.ts'
import {ledgerDatabase} from '../support/ledger.ts'
import {modelSources} from '../support/model/sources.ts'
import {viewFunctions} from '../support/model/view.ts'
import {documentsIn, settingsText} from '../support/operator.ts'
import {putObjects} from './output-objects.ts'
import type {Halt} from './runner.ts'
import {buildRunner, startRunner, type RunnerProcess} from './runner-process.ts'
import {
  insertOf,
  loads,
  neighbourKeys,
  neighbours,
  original,
  requestedKeys,
  slowDeletions,
  spellingNames,
  spellings,
  type Spelling,
} from './trial-state.ts'

/** One operator's world for one trial, copied from a prepared one. */
export interface TrialWorld {
  readonly root: string
  readonly checkout: string
  readonly remote: string
  readonly client: pg.Client
  start(halt: Halt | null, tellsPoints?: boolean): RunnerProcess
  /** Every ref of the remote with its commit. */
  refs(): string
  /** Text of each document in the emission directory, by its name. */
  documents(): Readonly<Record<string, string>>
  /** The protected branch is now this one. */
  spell(spelling: Spelling): void
  /** Lets the lease of whoever had it run out. */
  expireLease(): Promise<void>
  /** Waits until no runner's statement is executed any more. */
  quiet(): Promise<void>
  remove(): Promise<void>
}

export interface TrialSite {
  trial(): Promise<TrialWorld>
  remove(): Promise<void>
}

/** @param change of the template's database: a control run breaks the ledger there */
export async function prepareSite(
  server: ServerName,
  name: string,
  change: (database: Database) => Promise<void> = async () => undefined,
): Promise<TrialSite> {
  const program = await buildRunner(name)
  const template = await ledgerDatabase(server, 'tables')
  const initial = [...loads(neighbours, neighbourKeys), ...loads(original, requestedKeys)]
  await template.query(slowDeletions)
  await template.query(viewFunctions(modelSources.flatMap(({tables}) => tables)))
  await change(template)

  const git = createGitRemote()
  const settings = settingsText({limits: {table_share: 1}, outputs: {directory: '../outputs'}})
  git.commit({'cqube-replay.yaml': settings, ...spellings.main})
  const commits = new Map<Spelling, string>()
  for (const spelling of spellingNames) {
    git.git(['update-ref', `refs/heads/${spelling}`, 'refs/heads/main'])
    commits.set(
      spelling,
      spelling === 'main' ? git.git(['rev-parse', 'main']) : git.commit(spellings[spelling], {branch: spelling}),
    )
  }
  for (const folder of [git.remote, join(git.checkout, '.git')]) rmSync(join(folder, 'hooks'), {recursive: true})
  rmSync(join(git.root, 'colleague'), {recursive: true})
  writeFileSync(join(git.checkout, 'cqube-replay.yaml'), settings)
  putObjects(join(git.root, 'outputs'))

  const url = new URL(template.connectionString)
  const templateName = url.pathname.slice(1)
  const admin = new pg.Pool({connectionString: Object.assign(new URL(url), {pathname: '/postgres'}).href, max: 1})
  // A template must have no visitors.
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [templateName])
  // File copy is the only way of PostgreSQL 10, and for small templates the quicker one since 15.
  const strategy = server === 'pg18' ? 'strategy file_copy' : ''

  const free: string[] = []
  const copies: string[] = []
  async function copyOfTemplate(): Promise<string> {
    const database = `k_${randomBytes(6).toString('hex')}`
    await admin.query(`create database ${database} template ${templateName} ${strategy}`)
    copies.push(database)
    return database
  }

  async function trial(): Promise<TrialWorld> {
    const root = mkdtempSync(join(tmpdir(), 'cqube-replay-kill-'))
    cpSync(git.root, root, {recursive: true})
    const [remote, checkout] = [join(root, 'remote.git'), join(root, 'checkout')]
    const config = join(checkout, '.git', 'config')
    writeFileSync(config, readFileSync(config, 'utf8').replace(git.remote, remote))

    const database = free.pop() ?? (await copyOfTemplate())
    const connectionString = Object.assign(new URL(url), {pathname: `/${database}`}).href
    const client = new pg.Client({connectionString, application_name: 'trial'})
    await client.connect()
    // As a template has it, in a tenth of the time that a copy takes.
    await client.query('select public.model_reset()')
    for (const {dataSource, key, tags} of initial) await client.query(insertOf(dataSource), [key, tags])
    const environment = {
      ...git.environment,
      HOME: root,
      XDG_CONFIG_HOME: join(root, 'config'),
      DATABASE_URL: connectionString,
    }

    const quiet = async () => {
      for (;;) {
        const {rowCount} = await client.query(
          "select 1 from pg_stat_activity where datname = current_database() and application_name = 'cqube-replay'",
        )
        if (rowCount === 0) return
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    return {
      root,
      checkout,
      remote,
      client,
      start: (halt, tellsPoints) => startRunner(program, checkout, environment, halt, tellsPoints),
      refs: () => execFileSync('git', ['for-each-ref'], {cwd: remote, encoding: 'utf8'}),
      documents: () => documentsIn(join(root, 'emission')),
      spell: (spelling) => {
        writeFileSync(join(remote, 'refs', 'heads', 'main'), `${commits.get(spelling) ?? ''}\n`)
      },
      expireLease: async () => {
        await client.query("update cqube_replay.lease set expires_at = '-infinity'")
      },
      quiet,
      remove: async () => {
        await client.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
          [database],
        )
        await quiet()
        await client.end()
        free.push(database)
        // Git that a killed runner left behind may still write.
        rmSync(root, {recursive: true, force: true, maxRetries: 5, retryDelay: 50})
      },
    }
  }

  return {
    trial,
    remove: async () => {
      for (const database of copies) {
        // A trial that failed may still be at work.
        await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database])
        await admin.query(`drop database ${database}`)
      }
      await admin.end()
      git.remove()
      await template.drop()
    },
  }
}
