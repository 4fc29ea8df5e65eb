import pg from 'pg'
import {databaseError} from './database-error.ts'

/** Where statements go: a pool, one connection in a transaction, or PGlite in tests. */
export interface Sql {
  /** @throws {ReplayError} never a driver's own error, which may carry row data */
  query(text: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>
}

export interface Database extends Sql {
  /**
   * Runs `act` on one connection between BEGIN and COMMIT; rolled back when it throws.
   * @param mode `write` is READ COMMITTED; `snapshot` is REPEATABLE READ READ ONLY
   */
  transaction<T>(mode: 'write' | 'snapshot', act: (sql: Sql) => Promise<T>): Promise<T>
  end(): Promise<void>
}

export interface ConnectionOptions {
  /** Null: the PG* variables of the environment, as libpq reads them. */
  readonly connectionString: string | null
  readonly lockTimeoutSeconds: number
  /** 0: none. */
  readonly statementTimeoutSeconds: number
  readonly applicationName?: string
  /** The server itself refuses every write of the session. */
  readonly readOnly?: boolean
}

const isInt8 = (oid: number): boolean => oid === 20

/** Counts fit a number: a table of 9 × 10¹⁵ rows is beyond any disk. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (...[oid, format]: Parameters<typeof pg.types.getTypeParser>) =>
    isInt8(oid) ? Number : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
}

const configOf = (options: ConnectionOptions): pg.ClientConfig => ({
  ...(options.connectionString === null ? {} : {connectionString: options.connectionString}),
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  lock_timeout: options.lockTimeoutSeconds * 1000,
  statement_timeout: options.statementTimeoutSeconds * 1000,
  application_name: options.applicationName ?? 'cqube-replay',
  types,
})

/** One connection, for what a pool cannot do: COPY. Not connected yet. */
export const clientOf = (options: ConnectionOptions): pg.Client => new pg.Client(configOf(options))

/** Not as an option of the connection: an address may bring options of its own, which would take its place. */
const makeReadOnly = async (client: pg.ClientBase): Promise<void> => {
  await client.query('set session characteristics as transaction read only')
}

export function openDatabase(options: ConnectionOptions): Database {
  const pool = new pg.Pool({
    ...configOf(options),
    max: 4,
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool awaits it, which its types do not know
    ...(options.readOnly === true ? {onConnect: makeReadOnly} : {}),
  })
  // An idle connection that breaks is replaced; the next statement tells if the server is gone.
  pool.on('error', () => undefined)
  return {
    query: (text, parameters) => run(pool, text, parameters),
    transaction: async (mode, act) => {
      const client = await pool.connect().catch((error: unknown) => {
        throw databaseError(error)
      })
      let broken: Error | undefined
      client.on('error', (error) => (broken = error))
      try {
        await run(client, mode === 'write' ? 'begin' : 'begin isolation level repeatable read read only')
        const result = await act({query: (text, parameters) => run(client, text, parameters)})
        await run(client, 'commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((failed: unknown) => (broken = failed as Error))
        throw error
      } finally {
        client.removeAllListeners('error')
        client.release(broken)
      }
    },
    end: () => pool.end(),
  }
}

async function run(client: pg.Pool | pg.PoolClient, text: string, parameters?: readonly unknown[]) {
  try {
    const result = await client.query<Record<string, unknown>>(
      text,
      parameters === undefined ? undefined : [...parameters],
    )
    return result.rows
  } catch (error) {
    throw databaseError(error)
  }
}

/** A predicate over every row binds nothing, and PostgreSQL refuses a value for a parameter that is not there. */
export const bound = (text: string, values: unknown): readonly unknown[] => (text.includes('$1') ? [values] : [])
