import {setTimeout as sleep} from 'node:timers/promises'
import pg from 'pg'
import {sliceKeys} from '../../../src/core/slice.ts'
import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {SubmittedDocument} from '../../../src/core/run/submission.ts'
import {connectionOptions, ledgerDatabase, aRun, runnerOn, submissionOf} from '../ledger.ts'
import type {ServerName} from '../database.ts'
import {runIdOf, type Op, type Outcome} from './ledger-model.ts'
import {modelSlices, modelSources, sourceNamed} from './sources.ts'
import {viewFunctions, type View} from './view.ts'

const runnerNames = ['runner-1', 'runner-2']

interface Plan {
  readonly runId: string
  readonly submission: Awaited<ReturnType<typeof submissionOf>>
}

/** The real database with everybody who works on it, each on connections of their own. */
export interface World {
  readonly database: Database
  perform(op: Op): Promise<Outcome>
  view(): Promise<View>
  reset(): Promise<void>
  drop(): Promise<void>
}

const tagColumns = modelSources.flatMap(({tables}) => tables)
const slowTables = modelSources.map(({tables}) => tables[1]?.[0] ?? '')
// A session that sets model.hold stays that long inside the deletion, between two tables of it.
const holdInside = `
  create function public.model_hold() returns trigger language plpgsql as $$
  begin
    perform pg_sleep(coalesce(nullif(current_setting('model.hold', true), ''), '0')::float8);
    return null;
  end $$;
  ${slowTables.map((table) => `create trigger model_hold before delete on ${table} for each statement execute procedure public.model_hold();`).join('\n')}
`

export async function openWorld(server: ServerName): Promise<World> {
  const database = await ledgerDatabase(server, 'tables')
  await database.query(holdInside)
  await database.query(viewFunctions(tagColumns))
  const connections = runnerNames.map(() => openDatabase(connectionOptions(database.connectionString)))
  const runners = connections.map((connection, index) => runnerOn(connection, runnerNames[index], 3600))
  const memory: {epoch: number | null; plan: Plan | null}[] = []
  const documents = new Map<number, SubmittedDocument>()
  let started = 0

  const reset = async () => {
    await database.query('select public.model_reset()')
    memory.splice(0, memory.length, ...runnerNames.map(() => ({epoch: null, plan: null})))
    documents.clear()
    started = 0
  }

  const cutCall = async (afterMs: number, text: string, values: readonly unknown[]) => {
    const client = new pg.Client({connectionString: database.connectionString})
    client.on('error', () => undefined)
    await client.connect()
    const {rows} = await client.query<{pid: number}>(
      "select pg_backend_pid() as pid, set_config('model.hold', '0.012', false)",
    )
    const call = client.query(text, [...values])
    const cut = new Promise((resolve) => setTimeout(resolve, afterMs)).then(() =>
      database.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
    )
    try {
      await call
    } finally {
      await cut
      await client.end().catch(() => undefined)
    }
  }

  const execute = async (run: number, altered: boolean, cutAfterMs: number | undefined, epoch: number | null) => {
    const document = documents.get(run)
    const {dataSource = ''} = modelSlices[Number(document?.content['slice'])] ?? {}
    const content = altered ? {...document?.content, months: ['12']} : (document?.content ?? {})
    const values = [runIdOf(run), 1, dataSource, JSON.stringify(content)]
    const [text, bind] =
      epoch === null
        ? ['select cqube_replay.execute_deletion($1, $2, $3, $4)', values]
        : ['select cqube_replay.execute_for_runner($1, $2, $3, $4, $5)', [epoch, ...values]]
    if (cutAfterMs === undefined) await database.query(text, bind)
    else await cutCall(cutAfterMs, text, bind)
  }

  const asRunner = async (op: Extract<Op, {runner: number}>) => {
    const runner = runners[op.runner]
    const own = memory[op.runner]
    if (runner === undefined || own === undefined) throw new Error(`There is no runner ${op.runner}.`)
    const epoch = own.epoch ?? -1
    switch (op.kind) {
      case 'take':
        own.epoch = await runner.lease.take()
        return
      case 'release':
        return runner.lease.release(epoch)
      case 'kill':
        memory[op.runner] = {epoch: null, plan: null}
        return
      case 'start': {
        const slice = modelSlices[op.slice]
        const connection = connections[op.runner]
        if (slice === undefined || connection === undefined) throw new Error(`There is no slice ${op.slice}.`)
        const runId = runIdOf(started)
        await runner.journal.start(epoch, aRun(runId))
        const submission = await submissionOf(connection, runId, slice, {repeatOf: op.repeatOf})
        const [document] = submission.documents
        if (document === undefined) throw new Error('A submission has one document.')
        const content = {run_id: runId, slice: op.slice, keys: sliceKeys(slice)}
        documents.set(started, {...document, content})
        own.plan = {runId, submission: {...submission, documents: [{...document, content}]}}
        started += 1
        return
      }
      case 'submit':
        return runner.submissions.submit(epoch, own.plan?.runId ?? '', own.plan?.submission ?? nothing)
      case 'emit':
        return runner.submissions.emitted(epoch, own.plan?.runId ?? '', 1)
      case 'execute':
        return execute(op.run, false, op.cutAfterMs, epoch)
      case 'close': {
        const dataSource = modelSlices[Number(documents.get(op.run)?.content['slice'])]?.dataSource ?? ''
        await runner.submissions.close(epoch, {runId: runIdOf(op.run), documentNo: 1, dataSource}, closed)
        return
      }
      case 'fail':
        return runner.journal.fail(epoch, runIdOf(op.run), closed)
    }
  }

  const act = async (op: Op): Promise<void> => {
    switch (op.kind) {
      case 'load':
        await database.query(sourceNamed(op.dataSource).insert, [op.key, op.tags])
        return
      case 'age':
        await database.query(
          "update cqube_replay.deletion set submitted_at = submitted_at - interval '3 days' where run_id = $1",
          [runIdOf(op.run)],
        )
        return
      case 'expire':
        await database.query("update cqube_replay.lease set expires_at = '-infinity'")
        return
      case 'deliver':
        return execute(op.run, op.altered, op.cutAfterMs, null)
      case 'take':
      case 'release':
      case 'kill':
      case 'start':
      case 'submit':
      case 'emit':
      case 'execute':
      case 'close':
      case 'fail':
        return asRunner(op)
    }
  }

  await reset()
  return {
    database,
    reset,
    perform: async (op) => {
      try {
        await act(op)
        return op.kind === 'take' ? `epoch ${String(memory[op.runner]?.epoch)}` : 'done'
      } catch (error) {
        if (error instanceof ReplayError) return outcomeOf(error)
        if (error instanceof pg.DatabaseError && error.code !== '57P01')
          return sqlStates[error.code ?? ''] ?? String(error.code)
        return 'lost'
      }
    },
    view: async () => {
      await quiet(database)
      const [row] = await database.query('select public.model_view() as view')
      return row?.['view'] as View
    },
    drop: async () => {
      await Promise.all(connections.map((connection) => connection.end()))
      await database.drop()
    },
  }
}

/**
 * Waits for sessions that are still ending their transaction: PostgreSQL tells a client of an error before it lets go of
 * the transaction's locks, so on a busy machine the next act could meet them.
 */
async function quiet(database: Database): Promise<void> {
  for (;;) {
    const [row] = await database.query(
      `select count(*) as busy from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'`,
    )
    if (Number(row?.['busy']) === 0) return
    await sleep(5)
  }
}

/** The SQLSTATE where the adapter has no name of its own for it: the model never expects one. */
const outcomeOf = ({code, details}: ReplayError): Outcome =>
  code === 'DATABASE_UNREACHABLE'
    ? 'lost'
    : code === 'DATABASE_FAILED'
      ? `SQLSTATE ${String(details['sqlState'])}`
      : code

/** Of the driver's own errors, where a call goes past the adapter. */
const sqlStates: Readonly<Record<string, Outcome>> = {
  CQ001: 'DELETION_UNKNOWN',
  CQ002: 'DELETION_VOID',
  CQ003: 'DOCUMENT_DIFFERS',
  CQ005: 'ROWS_CHANGED_SINCE_PLAN',
  CQ007: 'ALREADY_DELETED',
  CQ008: 'LEASE_LOST',
}
const closed = {code: 'DELETION_VOID', message: 'Closed by the model.'}
const nothing = {documents: [], deletions: [], requests: [], leftOut: [], notes: []}
