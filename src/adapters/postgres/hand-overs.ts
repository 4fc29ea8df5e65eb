import {ReplayError} from '../../core/replay-error.ts'
import type {HandOverProgress, HandOvers} from '../../ports/hand-overs.ts'
import type {Sql} from './connection.ts'
import {databaseError} from './database-error.ts'

export const postgresHandOvers = (sql: Sql): HandOvers => ({
  handOver: async (epoch, runId) => {
    await sql.query('select cqube_replay.hand_over($1, $2)', [epoch, runId])
  },
  progress: async ({runId, documentNo, dataSource}) => {
    const [row] = await sql.query('select * from cqube_replay.hand_over_progress($1, $2, $3)', [
      runId,
      documentNo,
      dataSource,
    ])
    if (row === undefined)
      throw new ReplayError('BUG', `Run ${runId} has no deletion of ${dataSource} in document ${documentNo}.`)
    return {
      state: row['state'] as HandOverProgress['state'],
      claims: Number(row['claims']),
      isPaused: row['is_paused'] === true,
      failure: failureOf(row['failure_code'], row['failure_message'], row['is_given_up'] === true),
    }
  },
})

/** An SQLSTATE is told as if the runner had met it; what NiFi itself met comes in its own words. */
function failureOf(code: unknown, message: unknown, isFinal: boolean): HandOverProgress['failure'] {
  if (typeof code !== 'string') return null
  const text = String(message)
  const isOfDatabase = /^[0-9A-Z]{5}$/.test(code)
  return {isFinal, error: isOfDatabase ? databaseError({code, message: text}) : new ReplayError('NIFI_FAILED', text)}
}
