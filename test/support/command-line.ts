import {spawn} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {freshDatabase, type TestDatabase} from './database.ts'
import {createGitRemote, type GitRemote} from './git-remote.ts'

export const programFile = fileURLToPath(new URL('../../build/cli.js', import.meta.url))

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly ended: Promise<Ended>
  signal(name: NodeJS.Signals): void
  /** Resolves when standard error holds this. */
  says(text: string): Promise<void>
}

/** Starts the built program as a user would, in a folder. */
export function start(words: readonly string[], directory: string, environment: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [programFile, ...words], {cwd: directory, env: environment})
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => {
      resolve({exitCode, stdout, stderr})
    })
  })
  return {
    ended,
    signal: (name) => {
      child.kill(name)
    },
    says: async (text) => {
      while (!stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`It ended without saying ${text}: ${stderr}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
  }
}

/** An operator's checkout of a bare remote, and cQube's database with the small state in it. */
export interface Site {
  readonly remote: GitRemote
  readonly database: TestDatabase
  readonly environment: NodeJS.ProcessEnv
  start(...words: readonly string[]): Started
  run(...words: readonly string[]): Promise<Ended>
  /** A file of the checkout, not committed. */
  write(path: string, text: string): void
  read(path: string): string
  /** Commits and pushes everything that lies in the checkout. */
  push(): void
  remove(): Promise<void>
}

export const settingsText = 'git: {protocols: [file]}\nlimits: {full_refresh: [udise]}\n'

export async function createSite(): Promise<Site> {
  const remote = createGitRemote()
  const database = await freshDatabase('pg18', 'state')
  const environment = {...remote.environment, DATABASE_URL: database.connectionString}
  const at = (path: string): string => join(remote.checkout, path)
  const site: Site = {
    remote,
    database,
    environment,
    start: (...words) => start(words, remote.checkout, environment),
    run: async (...words) => start(words, remote.checkout, environment).ended,
    write: (path, text) => {
      mkdirSync(dirname(at(path)), {recursive: true})
      writeFileSync(at(path), text)
    },
    read: (path) => readFileSync(at(path), 'utf8'),
    push: () => {
      remote.git(['add', '--all', '--', 'cqube-replay.yaml', 'replay-requests'], remote.checkout)
      remote.git(['commit', '--quiet', '--message', 'Ask for a replay'], remote.checkout)
      remote.git(['push', '--quiet', 'origin', 'HEAD:main'], remote.checkout)
    },
    remove: async () => {
      remote.remove()
      await database.drop()
    },
  }
  site.write('cqube-replay.yaml', settingsText)
  return site
}

/** What differs from run to run, by what it is. */
export const settled = (text: string): string =>
  text
    .replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{4}/g, '<run>')
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d ?\+05:30/g, '<time>')
    .replaceAll(/(ledger"?:? "?)[0-9a-f]{8}/gi, '$1<ledger>')
    .replaceAll(/(commit )[0-9a-f]{12}/g, '$1<commit>')
    // By the pages of the tables, which a vacuum may change meanwhile.
    .replaceAll(/archive about \d+ kB/g, 'archive about <size>')

/** One text for everything in the database but the time of day: rows of all tables, and which tables there are. */
export async function contentOf({query}: TestDatabase): Promise<string> {
  const {rows} = await query<{name: string}>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const sums: string[] = []
  for (const {name} of rows) {
    const [row] = (
      await query<{sum: string}>(
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from ${name} t`,
      )
    ).rows
    sums.push(`${name} ${row?.sum ?? ''}`)
  }
  return sums.join('\n')
}
