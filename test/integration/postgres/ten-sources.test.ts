import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import type {Slice} from '../../../src/core/slice.ts'
import type {DeletedTable} from '../../../src/core/run/run-record.ts'
import {servers} from '../../support/database.ts'
import {
  ledgerDatabase,
  aRun,
  newRunId,
  runnerOn,
  submissionOf,
  type LedgerDatabase,
  type Target,
} from '../../support/ledger.ts'

const targets: readonly {readonly name: Target}[] = [...servers, {name: 'pglite'}]

describe.each(targets)('all ten data sources on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name)
  })
  afterAll(() => database.drop())

  const pick = async (text: string): Promise<string[]> =>
    (await database.query(text)).map((row) => String(row['value']))

  const sliceOf = async (dataSource: string): Promise<Slice> => {
    switch (dataSource) {
      case 'diksha_summary_rollup': {
        const [day = ''] = await pick('select min(content_view_date)::text as value from diksha_content_trans')
        return {kind: 'dates', dataSource, from: day, to: day}
      }
      case 'semester':
        return {kind: 'semesters', dataSource, academicYear: null, semesters: [1]}
      case 'periodic_assessment_test':
        return {
          kind: 'codes',
          dataSource,
          codes: await pick('select exam_code as value from periodic_exam_mst order by 1 limit 2'),
        }
      case 'diksha_tpd':
        return {
          kind: 'codes',
          dataSource,
          codes: await pick('select batch_id as value from diksha_tpd_trans group by 1 order by 1 limit 1'),
        }
      case 'udise':
      case 'infrastructure':
      case 'static':
        return {kind: 'all', dataSource}
      default: {
        const table = dataSource === 'crc' ? 'crc_location_trans' : `${dataSource}_trans`
        const [year = '', month = ''] =
          (await pick(`select min(year * 100 + month)::text as value from ${table}`))[0]
            ?.match(/^(....)(..)$/)
            ?.slice(1) ?? []
        return {kind: 'months', dataSource, year: Number(year), months: [Number(month)]}
      }
    }
  }

  const tableSizes = async (dataSource: string): Promise<Record<string, number>> => {
    const tables = cqubeCatalogue.sources.find((source) => source.dataSource === dataSource)?.tables ?? []
    const sizes: Record<string, number> = {}
    for (const {table} of tables) {
      const [row] = await database.query(`select count(*)::int as n from ${table}`)
      sizes[table] = Number(row?.['n'])
    }
    return sizes
  }

  it.each(cqubeCatalogue.sources.map(({dataSource}) => dataSource))(
    '%s is counted, archived and deleted alike',
    async (dataSource) => {
      const runner = runnerOn(database)
      const epoch = await runner.lease.take()
      const runId = newRunId()
      await runner.journal.start(epoch, aRun(runId))
      const submission = await submissionOf(database, runId, await sliceOf(dataSource))
      const before = await tableSizes(dataSource)
      await runner.submissions.submit(epoch, runId, submission)
      await runner.submissions.emitted(epoch, runId, 1)

      for (const document of submission.documents)
        await runner.engine.execute(epoch, {runId, documentNo: 1, dataSource}, document)
      await runner.recounter.recount(epoch, runId)
      const record = await runner.journal.record(runId)
      await runner.lease.release(epoch)

      const after = await tableSizes(dataSource)
      const [deletion] = record.deletions
      expect(deletion?.state).toBe('DONE')
      const tables: readonly DeletedTable[] = deletion?.tables ?? []
      expect(tables.reduce((sum, {deleted}) => sum + (deleted ?? 0), 0)).toBeGreaterThan(0)
      for (const table of tables) {
        expect(table, table.table).toMatchObject({deleted: table.expected, archived: table.expected, rowsAfter: 0})
        expect((before[table.table] ?? 0) - (after[table.table] ?? 0), table.table).toBe(table.expected)
        if (table.archiveTable === null) continue
        const [archived] = await database.query(
          `select count(*)::int as n from cqube_replay_archive."${table.archiveTable}"`,
        )
        expect(Number(archived?.['n'])).toBe(table.expected)
      }
    },
  )
})
