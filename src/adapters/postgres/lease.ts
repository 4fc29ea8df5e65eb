import {ReplayError} from '../../core/replay-error.ts'
import type {Lease, Pause} from '../../ports.ts'
import type {Sql} from './connection.ts'

export interface LeaseOptions {
  /** Host and process, for people: `nifi-1 (pid 4711)`. */
  readonly holder: string
  readonly leaseSeconds: number
  readonly resumeWithinHours: number
}

export function postgresLease(sql: Sql, options: LeaseOptions): Lease {
  return {
    take: async () => {
      const rows = await sql
        .query('select * from cqube_replay.take_lease($1, make_interval(secs => $2), make_interval(hours => $3))', [
          options.holder,
          options.leaseSeconds,
          options.resumeWithinHours,
        ])
        .catch((error: unknown) => {
          throw isLockTimeout(error) ? otherRunner('It is deleting at this moment.') : error
        })
      const row = rows[0] ?? {}
      if (row['taken'] !== true) {
        throw otherRunner(
          `${String(row['holder'])} holds the lease until ${(row['expires_at'] as Date).toISOString()}.`,
        )
      }
      return Number(row['epoch'])
    },
    renew: async (epoch) => {
      const [row] = await sql.query('select cqube_replay.renew_lease($1, make_interval(secs => $2)) as renewed', [
        epoch,
        options.leaseSeconds,
      ])
      return row?.['renewed'] === true
    },
    release: async (epoch) => {
      await sql.query('select cqube_replay.release_lease($1)', [epoch])
    },
  }
}

const isLockTimeout = (error: unknown): boolean => error instanceof ReplayError && error.code === 'LOCK_TIMEOUT'
const otherRunner = (what: string) =>
  new ReplayError('OTHER_RUNNER', `Another runner is active: ${what} Nothing was done.`)

export const postgresPause = (sql: Sql): Pause => ({
  set: async (by, reason) => {
    await sql.query('select cqube_replay.set_pause($1, $2)', [by, reason])
  },
  clear: async () => {
    const [row] = await sql.query('select cqube_replay.clear_pause() as cleared')
    return row?.['cleared'] === true
  },
  read: async () => {
    const [row] = await sql.query('select paused_by, reason, paused_at from cqube_replay.pause')
    if (row === undefined) return null
    return {by: String(row['paused_by']), reason: String(row['reason']), at: (row['paused_at'] as Date).toISOString()}
  },
})
