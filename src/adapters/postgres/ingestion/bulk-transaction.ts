import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from as copyFrom} from 'pg-copy-streams'
import {ReplayError} from '../../../core/replay-error.ts'
import {clientOf, type ConnectionOptions, type Sql} from '../connection.ts'
import {databaseError} from '../database-error.ts'

/** One write transaction on a connection of its own. */
export interface BulkSql extends Sql {
  /**
   * @param statement `copy … from stdin`
   * @param chunks pulled as fast as the server takes them; what they throw is thrown, and ends the COPY
   */
  copy(statement: string, chunks: AsyncIterable<Uint8Array>): Promise<void>
}

/** Committed when `act` returns, rolled back when it throws, or when the process dies. */
export async function bulkTransaction<T>(options: ConnectionOptions, act: (sql: BulkSql) => Promise<T>): Promise<T> {
  const client = clientOf(options)
  // A broken connection is told by the statement that meets it.
  client.on('error', () => undefined)
  const query: Sql['query'] = async (text, parameters) => {
    try {
      return (await client.query<Record<string, unknown>>(text, parameters === undefined ? undefined : [...parameters]))
        .rows
    } catch (error) {
      throw databaseError(error)
    }
  }
  try {
    await client.connect().catch((error: unknown) => {
      throw databaseError(error)
    })
    await query('begin')
    const result = await act({query, copy: (statement, chunks) => copyInto(client, statement, chunks)})
    await query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function copyInto(client: pg.Client, statement: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let ofSource: unknown = null
  const watched = async function* () {
    try {
      for await (const chunk of chunks) if (chunk.length > 0) yield chunk
    } catch (error) {
      ofSource = error
      throw error
    }
  }
  try {
    await pipeline(Readable.from(watched(), {objectMode: false}), client.query(copyFrom(statement)))
  } catch (error) {
    // The server's answer to an abandoned COPY says less than why it was abandoned.
    throw ofSource instanceof ReplayError ? ofSource : databaseError(ofSource ?? error)
  }
}
