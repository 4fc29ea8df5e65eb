import {PGlite} from '@electric-sql/pglite'
import {fixtureDdl} from '../../src/fixture/ddl.ts'
import {fixtureSql} from '../../src/fixture/generate.ts'
import type {Query} from './database.ts'

export interface TestPglite {
  readonly query: Query
  /** Several statements, without parameters. */
  readonly exec: (sql: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** PostgreSQL in memory, in this process: one session, started in 3–5 s, so one for a test file rather than for a test. */
export async function freshPglite(content: 'nothing' | 'tables' | 'state' = 'tables'): Promise<TestPglite> {
  const database = await PGlite.create()
  if (content !== 'nothing') await database.exec(fixtureDdl().join('\n'))
  if (content === 'state') await database.exec(fixtureSql().join('\n'))
  const query: Query = async (sql, parameters = []) => {
    const {rows, affectedRows} = await database.query(sql, [...parameters])
    return {rows: rows as never[], rowCount: affectedRows ?? rows.length}
  }
  return {
    query,
    exec: async (sql) => {
      await database.exec(sql)
    },
    close: () => database.close(),
  }
}
