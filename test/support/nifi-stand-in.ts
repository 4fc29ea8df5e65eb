import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as wait} from 'node:timers/promises'
import pg from 'pg'

export interface Asked {
  readonly runId: string
  readonly documentNo: number
  readonly dataSource: string
  readonly key: string
}

export interface StandIn {
  /** What the ledger gave out, in order. */
  readonly asked: readonly Asked[]
  /** Rows that each call said, or the text of its error. */
  readonly answers: readonly (number | string)[]
  /** Delivers a deletion once more, as NiFi does after a restart. @returns rows told, or the text of the error */
  deliver(asked: Asked): Promise<number | string>
  stop(): Promise<void>
}

export interface StandInOptions {
  readonly connectionString: string
  /** The emission directory. */
  readonly emission: string
  /** What happens between the question and the call. */
  readonly meanwhile?: (asked: Asked) => Promise<unknown>
  readonly times?: number
  /** What it meets before it comes to the database; null: nothing. */
  readonly meets?: (asked: Asked) => string | null
  /** Whether it asks just now. */
  readonly isGoing?: () => boolean
}

/** Does in this process what our flow does in NiFi: asks the ledger, reads the document, calls, records a failure. */
export async function nifiStandIn({
  connectionString,
  emission,
  meanwhile,
  times = 1,
  meets = () => null,
  isGoing = () => true,
}: StandInOptions): Promise<StandIn> {
  const pool = new pg.Pool({connectionString, max: 4})
  // A server that ends closes connections that nobody uses just now.
  pool.on('error', () => undefined)
  const asked: Asked[] = []
  const answers: (number | string)[] = []
  const works: Promise<unknown>[] = []
  let isOver = false

  async function failed({runId, documentNo, dataSource}: Asked, text: string): Promise<string> {
    const failure = [runId, documentNo, dataSource, 'NIFI', text]
    await pool.query('select cqube_replay.record_failure($1, $2, $3, $4, $5)', failure).catch(() => undefined)
    return text
  }

  async function deliver(given: Asked): Promise<number | string> {
    const {runId, documentNo, dataSource, key} = given
    const met = meets(given)
    if (met !== null) return failed(given, met)
    try {
      const {rows} = await pool.query<{deleted: string}>(
        'select deleted from cqube_replay.execute_deletion($1, $2, $3, $4)',
        [runId, documentNo, dataSource, readFileSync(join(emission, key), 'utf8')],
      )
      return rows.reduce((sum, {deleted}) => sum + Number(deleted), 0)
    } catch (error) {
      return failed(given, `ERROR: ${(error as Error).message}`)
    }
  }

  async function take(given: Asked): Promise<void> {
    await meanwhile?.(given)
    for (let time = 0; time < times; time += 1) answers.push(await deliver(given))
  }

  async function work(): Promise<void> {
    while (!isOver) {
      const {rows} = isGoing()
        ? await pool
            .query<Record<string, unknown>>('select * from cqube_replay.next_deletions(20)')
            .catch(() => ({rows: []}))
        : {rows: []}
      for (const row of rows) {
        const given = {
          runId: String(row['run_id']),
          documentNo: Number(row['document_no']),
          dataSource: String(row['data_source']),
          key: String(row['object_key']),
        }
        asked.push(given)
        works.push(take(given))
      }
      await wait(20)
    }
  }

  works.push(work())
  return {
    asked,
    answers,
    deliver,
    stop: async () => {
      isOver = true
      for (const each of works) await each.catch(() => undefined)
      await pool.end()
    },
  }
}
