import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import {rowsOf} from '../postgres/submitted-deletion.ts'

const month = (number: string) => requestText({student_attendance: {year: '2021', months: [number]}})

describe.each(servers)('archived rows past their time on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name)
    operator.request({'april.yaml': month('04')})
  })
  afterEach(() => operator.remove())

  const age = (days: number) =>
    operator.database.query(
      'update cqube_replay.archive set created_at = created_at - make_interval(days => $1) where dropped_at is null',
      [days],
    )
  const kept = () => rowsOf(operator.database, `pg_tables where schemaname = 'cqube_replay_archive'`)

  it('are dropped by the pass of another run, whose report tells of it', async () => {
    const first = onlyRun(await operator.run())
    const tables = await kept()
    const rows = first.deletions
      .flatMap((deletion) => deletion.tables)
      .reduce((sum, table) => sum + (table.archived ?? 0), 0)
    await age(91)
    operator.request({'may.yaml': month('05')})

    const second = onlyRun(await operator.run())

    expect(second.notes).toEqual([
      `Past their time, archived rows were dropped for good: ${new Intl.NumberFormat('en-IN').format(rows)} rows in ${tables} tables of run ${first.runId}.`,
    ])
    expect(operator.reportJson(second.runId).notes).toEqual(second.notes)
    expect(
      await rowsOf(operator.database, `cqube_replay.archive where run_id = '${first.runId}' and dropped_at is null`),
    ).toBe(0)
    expect(await kept()).toBe(
      second.deletions.flatMap((deletion) => deletion.tables).filter(({archiveTable}) => archiveTable !== null).length,
    )
  })

  it('are dropped by a pass without a request, too', async () => {
    await operator.run()
    await age(91)

    const {runs, exitCode} = await operator.run()

    expect([runs, exitCode]).toEqual([[], 0])
    expect(await kept()).toBe(0)
    expect(operator.told.join('\n')).toContain('archived rows were dropped for good')
  })

  it('stay in a rehearsal, and where the settings say never', async () => {
    await operator.run()
    await age(91)
    const before = await kept()
    operator.request({'may.yaml': month('05')})

    await operator.rehearse()

    expect(await kept()).toBe(before)
    operator.settings({archive: {keep_days: 'never'}})
    await operator.run()
    expect(await kept()).toBeGreaterThan(before)
  })

  it('that cannot be dropped stop no run', async () => {
    await operator.run()
    await age(91)
    const before = await kept()
    await operator.database.query(
      'alter function cqube_replay.purge_archives(bigint, integer, integer) rename to purged_by_nobody',
    )
    operator.request({'may.yaml': month('05')})

    const {exitCode} = await operator.run()

    expect(exitCode).toBe(0)
    expect(await kept()).toBeGreaterThan(before)
    expect(operator.told.join('\n')).toContain('Archived rows past their time were not dropped. LEDGER_MISSING')
  })
})
