import type {Retention} from '../../ports/retention.ts'
import type {Sql} from './connection.ts'

export const postgresRetention = (sql: Sql): Retention => ({
  days: async () => {
    const [row] = await sql.query('select cqube_replay.retention_days() as days')
    return row?.['days'] === null ? null : Number(row?.['days'])
  },
})
