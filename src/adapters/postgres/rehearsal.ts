import {ReplayError} from '../../core/replay-error.ts'
import type {Counter} from '../../ports.ts'
import type {Database, Sql} from './connection.ts'
import {postgresCounter} from './counter.ts'

/** Carries the result out of a transaction that must not commit. */
class RolledBack<T> extends Error {
  readonly result: T
  constructor(result: T) {
    super('rolled back')
    this.result = result
  }
}

/**
 * Runs `act` in one transaction and rolls it back whatever happens. A statement that fails is undone alone, as it would
 * be in a run, where each is a transaction of its own.
 * @throws {ReplayError} what `act` throws
 */
export async function rehearsalIn<T>(database: Database, act: (sql: Sql, counter: Counter) => Promise<T>): Promise<T> {
  try {
    return await database.transaction('write', async (sql) => {
      const careful = withSavepoints(sql)
      const counter = postgresCounter({transaction: (_mode, count) => count(careful)})
      throw new RolledBack(await act(careful, counter))
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.result as T
    throw error
  }
}

function withSavepoints(sql: Sql): Sql {
  return {
    query: async (text, parameters) => {
      await sql.query('savepoint rehearsed')
      try {
        const rows = await sql.query(text, parameters)
        await sql.query('release savepoint rehearsed')
        return rows
      } catch (error) {
        if (error instanceof ReplayError && error.code === 'DATABASE_UNREACHABLE') throw error
        await sql.query('rollback to savepoint rehearsed')
        throw error
      }
    },
  }
}
