import type {DeletionEngine, Recounter} from '../../ports.ts'
import {bound, type Sql} from './connection.ts'

/** The runner executes the deletion itself: one statement, so that it ends whole even if this process is stopped. */
export const postgresEngine = (sql: Sql): DeletionEngine => ({
  name: 'postgres',
  begin: async () => undefined,
  end: async () => undefined,
  execute: async (epoch, {runId, documentNo, dataSource}, document) => {
    await sql.query('select 1 from cqube_replay.execute_for_runner($1, $2, $3, $4, $5)', [
      epoch,
      runId,
      documentNo,
      dataSource,
      JSON.stringify(document.content),
    ])
  },
})

export const postgresRecounter = (sql: Sql): Recounter => ({
  recount: async (epoch, runId) => {
    const recounts = await sql.query('select * from cqube_replay.recounts($1)', [runId])
    for (const {document_no, data_source, position, statement, bind} of recounts) {
      const text = String(statement)
      const [row] = await sql.query(text, bound(text, bind))
      await sql.query('select cqube_replay.record_recount($1, $2, $3, $4, $5, $6)', [
        epoch,
        runId,
        document_no,
        data_source,
        position,
        row?.['rows'],
      ])
    }
  },
})
