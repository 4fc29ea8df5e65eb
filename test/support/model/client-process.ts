import {execFileSync, spawn} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import type {Database} from '../../../src/adapters/postgres/connection.ts'

export interface ClientProcess {
  /** Of its connection, as pg_stat_activity shows it. */
  readonly applicationName: string
  send(text: string, values: readonly unknown[]): void
  /** `done`, a SQLSTATE, or `lost`, in the order of the statements. */
  answer(): Promise<string>
  /** SIGSTOP, awaited: the signal alone leaves it time to send one more statement. */
  stop(): Promise<void>
  wake(): void
  /** SIGKILL, or by itself after its last statement when it is not stopped. */
  end(how: 'killed' | 'by itself'): Promise<void>
}

const script = fileURLToPath(new URL('obedient-client.mjs', import.meta.url))
const stateOf = (pid: number | undefined): string =>
  execFileSync('ps', ['-o', 'state=', '-p', String(pid)], {encoding: 'utf8'})
let count = 0

export async function startClient(connectionString: string): Promise<ClientProcess> {
  const applicationName = `obedient-client-${process.pid}-${(count += 1)}`
  const child = spawn(process.execPath, [script, connectionString, applicationName], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // Its input may be closed by a SIGKILL before a statement is written.
  child.stdin.on('error', () => undefined)
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]()
  const answer = async () => {
    const line = await lines.next()
    return String(line.value)
  }
  await answer()
  return {
    applicationName,
    answer,
    send: (text, values) => void child.stdin.write(`${JSON.stringify({text, values})}\n`),
    stop: async () => {
      child.kill('SIGSTOP')
      await until(async () => (stateOf(child.pid).startsWith('T') ? true : null))
      // Seen once in some ten runs, unexplained: a statement written right after that state still went out.
      await new Promise((resolve) => setTimeout(resolve, 50))
    },
    wake: () => void child.kill('SIGCONT'),
    end: async (how) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      if (how === 'killed') child.kill('SIGKILL')
      else child.stdin.end()
      await exit
    },
  }
}

/** Process id of the server's side of the client once it executes a deletion, or null when it has ended. */
export async function backendOf(
  database: Database,
  {applicationName}: ClientProcess,
): Promise<{pid: number; inside: boolean} | null> {
  const [row] = await database.query(
    "select pid, coalesce(wait_event = 'PgSleep', false) as inside from pg_stat_activity where application_name = $1",
    [applicationName],
  )
  return row === undefined ? null : {pid: Number(row['pid']), inside: row['inside'] === true}
}

/** Waits until the client's deletion stands between its tables. @returns the server's process id */
export const inside = (database: Database, client: ClientProcess): Promise<number> =>
  until(async () => {
    const backend = await backendOf(database, client)
    return backend?.inside === true ? backend.pid : null
  })

/** Waits until the server has ended what the client began. */
export const settled = (database: Database, client: ClientProcess): Promise<boolean> =>
  until(async () => ((await backendOf(database, client)) === null ? true : null))

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const giveUpAt = Date.now() + 30_000
  while (Date.now() < giveUpAt) {
    const seen = await look()
    if (seen !== null) return seen
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('It did not come to that within 30 s.')
}
