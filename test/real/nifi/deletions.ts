import {createHash, randomBytes} from 'node:crypto'
import pg from 'pg'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import type {Submission, SubmittedDocument} from '../../../src/core/run/submission.ts'
import type {ServerName} from '../../support/database.ts'
import {aRun, ledgerDatabase, newRunId, runnerOn, submissionOf, type LedgerDatabase} from '../../support/ledger.ts'
import {tcpProxy, type TcpProxy} from '../../support/tcp-proxy.ts'

/** Where NiFi finds the documents. */
export interface Emission {
  put(document: SubmittedDocument): Promise<void>
}

/** A ledger with deletions for NiFi, and the account that NiFi has: with what `db grants` gives it, and nothing else. */
export interface Deletions {
  readonly database: LedgerDatabase
  /** What NiFi connects to. */
  readonly proxy: TcpProxy
  readonly account: {readonly port: number; readonly name: string; readonly user: string}
  /** A run of so many deletions of one month each, with two rows to delete in each; emitted and handed over. */
  handOver(count: number, options?: HandOver): Promise<string>
  /** How many deletions of a run are in this state. */
  inState(runId: string, state: string): Promise<number>
  /** Rows that are left, rows that are in the archive, and how often a deletion was done. */
  counts(runId: string): Promise<Counts>
  failures(runId: string): Promise<readonly {readonly code: string; readonly message: string}[]>
  /** The documents of a run whose documents are not in the store. */
  emit(runId: string): Promise<void>
  /** How often the ledger gave out the deletions of a run. */
  claims(runId: string): Promise<number>
  /** As when a minute has passed. */
  endClaims(): Promise<void>
  /** Lets the table go that a run was handed over with. */
  unlock(): Promise<void>
  /** Backends that wait for a lock in NiFi's name. */
  waiting(): Promise<readonly number[]>
  drop(): Promise<void>
}

export interface HandOver {
  /** A row that the plan did not count, in each month. */
  readonly isDrifted?: boolean
  /** Leaves the documents out of the store. */
  readonly isLost?: boolean
  /** Locks the table just before, so that the deletion waits within the function until `unlock`. */
  readonly isLocked?: boolean
  /** Makes each document so many characters longer. */
  readonly padding?: number
}

export interface Counts {
  readonly left: number
  readonly archived: number
  /** Runs of the deletion itself; a repeated call that is told the result is none. */
  readonly done: number
}

const dataSource = 'student_attendance'
const table = 'student_attendance_staging_1'
export const rowsOfEach = 2

export async function createDeletions(server: ServerName, emission: Emission): Promise<Deletions> {
  const database = await ledgerDatabase(server, 'tables')
  const user = `nifi_${randomBytes(4).toString('hex')}`
  const names = {planner: `${user}_planner`, runner: `${user}_runner`, nifi: user}
  await database.query(grantsSql({...names, dataSchema: 'public', catalogue: cqubeCatalogue}))
  await database.query(`alter role ${user} login`)
  await countDone(database)
  const {port, pathname} = new URL(database.connectionString)
  const proxy = await tcpProxy(Number(port))
  const runner = runnerOn(database, 'runner-1', 36_000)
  const epoch = await runner.lease.take()
  const lost = new Map<string, readonly SubmittedDocument[]>()
  let locker: pg.Client | null = null
  let months = 0

  /** Each month once: what was deleted is not deleted again without being asked to. */
  const nextMonth = (): string => {
    months += 1
    return `${1900 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
  }
  const load = (keys: readonly string[], rows: number) =>
    database.query(
      `insert into ${table} (ff_uuid, year, month)
        select k || n, split_part(k, '-', 1)::int, split_part(k, '-', 2)::int
          from unnest($1::text[]) k, generate_series(1, $2) n`,
      [keys, rows],
    )

  async function submission(runId: string, keys: readonly string[], padding: number): Promise<Submission & Documents> {
    const [first = ''] = keys
    const [year = 0, month = 0] = first.split('-').map(Number)
    const one = await submissionOf(database, runId, {kind: 'months', dataSource, year, months: [month]})
    const all = keys.map((key, index) => renamed(one, {from: first, to: key, documentNo: index + 1, padding}))
    return {
      ...one,
      documents: all.flatMap(({documents}) => documents),
      deletions: all.flatMap(({deletions}) => deletions),
    }
  }

  return {
    database,
    proxy,
    account: {port: proxy.port, name: pathname.slice(1), user},
    handOver: async (count, {isDrifted = false, isLost = false, isLocked = false, padding = 0} = {}) => {
      const runId = newRunId()
      const keys = Array.from({length: count}, nextMonth)
      await load(keys, rowsOfEach)
      await runner.journal.start(epoch, aRun(runId))
      const submitted = await submission(runId, keys, padding)
      await runner.submissions.submit(epoch, runId, submitted)
      if (isDrifted) await load(keys, 1)
      for (const document of submitted.documents) {
        if (isLost) lost.set(runId, submitted.documents)
        else await emission.put(document)
        await runner.submissions.emitted(epoch, runId, document.documentNo)
      }
      if (isLocked) locker = await lockOf(database)
      await database.query('select cqube_replay.hand_over($1, $2)', [epoch, runId])
      return runId
    },
    inState: async (runId, state) =>
      number(database, 'select count(*) as n from cqube_replay.deletion where run_id = $1 and state = $2', [
        runId,
        state,
      ]),
    counts: async (runId) => ({
      left: await number(
        database,
        `select count(*) as n from ${table} t where to_char(make_date(t.year, t.month, 1), 'YYYY-MM')
          in (select unnest(keys) from cqube_replay.deletion where run_id = $1)`,
        [runId],
      ),
      archived: await number(database, 'select sum(archived) as n from cqube_replay.deletion_table where run_id = $1', [
        runId,
      ]),
      done: await number(database, 'select count(*) as n from public.done_deletion where run_id = $1', [runId]),
    }),
    failures: async (runId) =>
      (await database.query('select code, message from cqube_replay.failure where run_id = $1 order by at', [
        runId,
      ])) as never,
    emit: async (runId) => {
      for (const document of lost.get(runId) ?? []) await emission.put(document)
    },
    claims: (runId) =>
      number(database, 'select sum(claims) as n from cqube_replay.deletion where run_id = $1', [runId]),
    unlock: async () => {
      await locker?.end()
      locker = null
    },
    waiting: async () => {
      const sql = `select pid from pg_stat_activity
        where usename = $1 and pid in (select pid from pg_locks where not granted) order by pid`
      return (await database.query(sql, [user])).map(({pid}) => Number(pid))
    },
    endClaims: async () => {
      await database.query(
        "update cqube_replay.deletion set claimed_until = clock_timestamp() where claimed_until < 'infinity'",
      )
    },
    drop: async () => {
      await locker?.end()
      await proxy.close()
      const roles = Object.values(names).join(', ')
      await database.query(`drop owned by ${roles}`)
      await database.query(`drop role ${roles}`)
      await database.drop()
    },
  }
}

interface Documents {
  readonly documents: readonly SubmittedDocument[]
}

/** The same submission for another month, as the document of this number. */
function renamed(
  one: Submission & Documents,
  as: {readonly from: string; readonly to: string; readonly documentNo: number; readonly padding: number},
): Submission & Documents {
  const {from, to, documentNo, padding} = as
  const {documents, deletions, ...rest} = JSON.parse(JSON.stringify(one).replaceAll(from, to)) as typeof one
  const number = String(documentNo).padStart(2, '0')
  return {
    ...rest,
    documents: documents.map(({key, content}) => {
      const own = {...content, document: documentNo, ...(padding === 0 ? {} : {padding: 'x'.repeat(padding)})}
      const bytes = `${JSON.stringify(own)}\n`
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return {documentNo, key: key.replace('_01.json', `_${number}.json`), content: own, bytes, sha256}
    }),
    deletions: deletions.map((deletion) => ({
      ...deletion,
      documentNo,
      requests: deletion.requests.map((request) => ({...request, requestId: `request-of-${to}`})),
    })),
  }
}

/** A table of the test's own that a trigger fills whenever a deletion is really done. */
async function countDone(database: LedgerDatabase): Promise<void> {
  await database.query('create table public.done_deletion (run_id text, document_no integer)')
  await database.query(`create function public.count_done() returns trigger language plpgsql security definer as
    $$ begin insert into public.done_deletion values (new.run_id, new.document_no); return new; end $$`)
  await database.query(`create trigger count_done after update of state on cqube_replay.deletion for each row
    when (new.state = 'DONE') execute procedure public.count_done()`)
}

async function lockOf({connectionString}: LedgerDatabase): Promise<pg.Client> {
  const client = new pg.Client({connectionString})
  await client.connect()
  await client.query(`begin; lock table ${table} in access exclusive mode`)
  return client
}

const number = async (database: LedgerDatabase, sql: string, parameters: readonly unknown[]): Promise<number> =>
  Number((await database.query(sql, parameters))[0]?.['n'])
