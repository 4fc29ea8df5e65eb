import {holdsCondition} from '../../core/emission/conditional-put.ts'
import type {PutProbes} from '../../ports/emission-server.ts'
import type {Sql} from './connection.ts'

export const postgresPutProbes = (sql: Sql): PutProbes => ({
  latest: async ({endpoint, bucket}) => {
    const [row] = await sql.query('select * from cqube_replay.latest_storage_probe($1, $2)', [endpoint, bucket])
    if (row === undefined) return null
    return {
      creators: {
        most: Number(row['most_creators']),
        areKept: row['creators_kept'] === true,
      },
      ageDays: Number(row['age_days']),
      programVersion: String(row['program_version']),
    }
  },
  record: async ({endpoint, bucket}, creators, programVersion) => {
    const {most, areKept} = creators
    await sql.query('select cqube_replay.record_storage_probe($1, $2, $3, $4, $5, $6)', [
      endpoint,
      bucket,
      holdsCondition(creators),
      most,
      areKept,
      programVersion,
    ])
  },
})
