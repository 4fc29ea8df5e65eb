import {ReplayError} from '../../core/replay-error.ts'
import type {RunRecord} from '../../core/run/run-record.ts'
import type {RunJournal, Submissions} from '../../ports.ts'
import type {Sql} from './connection.ts'

export const postgresRunJournal = (sql: Sql): RunJournal => ({
  start: async (epoch, run) => {
    await sql.query('select cqube_replay.start_run($1, $2)', [epoch, JSON.stringify(run)])
  },
  advance: async (epoch, runId, state) => {
    await sql.query('select cqube_replay.advance_run($1, $2, $3)', [epoch, runId, state])
  },
  fail: async (epoch, runId, {code, message}) => {
    await sql.query('select cqube_replay.fail_run($1, $2, $3, $4)', [epoch, runId, code, message])
  },
  record: async (runId) => {
    const [row] = await sql.query('select cqube_replay.run_record($1) as record', [runId])
    const record = row?.['record']
    if (record === null || record === undefined) {
      throw new ReplayError('LEDGER_BEHIND_GIT', `The ledger does not know run ${runId}.`)
    }
    return record as RunRecord
  },
  reported: async (epoch, runId, commit) => {
    await sql.query('select cqube_replay.record_report($1, $2, $3)', [epoch, runId, commit])
  },
})

export const postgresSubmissions = (sql: Sql): Submissions => ({
  submit: async (epoch, runId, submission) => {
    await sql.query('select cqube_replay.submit($1, $2, $3)', [epoch, runId, JSON.stringify(submission)])
  },
  documents: async (runId) => {
    const rows = await sql.query(
      `select document_no, object_key, content, bytes, sha256, emitted_at is not null as emitted
         from cqube_replay.document where run_id = $1 order by document_no`,
      [runId],
    )
    return rows.map((row) => ({
      documentNo: Number(row['document_no']),
      key: String(row['object_key']),
      content: row['content'] as Record<string, unknown>,
      bytes: String(row['bytes']),
      sha256: String(row['sha256']),
      emitted: row['emitted'] === true,
    }))
  },
  emitted: async (epoch, runId, documentNo) => {
    await sql.query('select cqube_replay.record_emitted($1, $2, $3)', [epoch, runId, documentNo])
  },
  close: async (epoch, deletion, failure) => {
    const [row] = await sql.query('select cqube_replay.void_deletion($1, $2, $3, $4, $5, $6) as closed', [
      epoch,
      deletion.runId,
      deletion.documentNo,
      deletion.dataSource,
      failure.code,
      failure.message,
    ])
    return row?.['closed'] === true
  },
  note: async (epoch, runId, note) => {
    await sql.query('select cqube_replay.add_note($1, $2, $3)', [epoch, runId, note])
  },
})
