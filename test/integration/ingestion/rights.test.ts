import {randomBytes} from 'node:crypto'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {bulkTransaction} from '../../../src/adapters/postgres/ingestion/bulk-transaction.ts'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {servers} from '../../support/database.ts'
import {attendanceCsv} from '../../support/incoming.ts'
import {ingestionSite, type IngestionSite} from '../../support/ingestion-site.ts'
import {connectionOptions, runnerOn} from '../../support/ledger.ts'
import {failureOf} from '../postgres/submitted-deletion.ts'

describe.each(servers)('the rights of the embedded ingestion on $name', ({name}) => {
  const mark = randomBytes(4).toString('hex')
  const roles = {planner: `planner_${mark}`, runner: `runner_${mark}`, nifi: `nifi_${mark}`}
  const key = 'student_attendance/student_attendance_20260701093000.csv'
  let site: IngestionSite
  let asRunner: string
  const grant = (embeddedIngestion: boolean) =>
    site.database.query(grantsSql({...roles, embeddedIngestion, dataSchema: 'public', catalogue: cqubeCatalogue}))

  beforeAll(async () => {
    site = await ingestionSite(name)
    await grant(false)
    await site.database.query(`alter role ${roles.runner} login`)
    asRunner = Object.assign(new URL(site.database.connectionString), {username: roles.runner}).href
    site.emit(key, attendanceCsv([{id: 900_001, year: '2021-22', month: 6}]))
  })
  afterAll(async () => {
    const names = Object.values(roles).join(', ')
    await site.database.query(`drop owned by ${names}`)
    await site.database.query(`drop role ${names}`)
    await site.remove()
  })

  it('a runner without them is told what to do, and loads nothing', async () => {
    const told = await site.pass({connectionString: asRunner})

    expect(told).toEqual([
      `PERMISSION_MISSING: ${key} was not loaded, the next pass tries again: The database refused it: permission denied for function stage_file.`,
    ])
  })

  it('a runner with them loads without any right on a table', async () => {
    await grant(true)

    const told = await site.pass({connectionString: asRunner})

    expect(told).toEqual([expect.stringMatching(/^Loaded/), expect.stringMatching(/^Wrote/)])
    const [writable] = await site.rows(
      `select count(*) as tables from pg_class where relkind = 'r' and relpersistence = 'p'
         and has_table_privilege('${roles.runner}', oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')`,
    )
    expect(writable).toEqual({tables: 0})
  })

  it('a table of the runner is not taken for the staged lines: its triggers would run with the rights of the owner', async () => {
    const {lease} = runnerOn(site.database)
    const epoch = await lease.take()
    const attempt = bulkTransaction(connectionOptions(asRunner), async (sql) => {
      await sql.query('create temporary table staged_periodic_exam_mst (exam_id integer)')
      const file = JSON.stringify({stem: 'periodic_exam_mst'})
      await sql.query('select * from cqube_replay.load_file($1, $2)', [epoch, file])
    })

    const error = await failureOf(attempt)
    await lease.release(epoch)

    expect(error.message).toBe('No lines of periodic_exam_mst were staged; nothing was loaded.')
  })
})

describe.each(servers)("a ledger whose owner does not own cQube's tables, on $name", ({name}) => {
  it('loads files with the rights that are printed for its owner', async () => {
    const owner = `ledger_${randomBytes(4).toString('hex')}`
    const roles = {planner: `p_${owner}`, runner: `r_${owner}`, nifi: `n_${owner}`}
    const site = await ingestionSite(name)
    await site.database.query(
      grantsSql({...roles, owner, embeddedIngestion: true, dataSchema: 'public', catalogue: cqubeCatalogue}),
    )
    for (const schema of ['cqube_replay', 'cqube_replay_archive'])
      await site.database.query(`alter schema ${schema} owner to ${owner}`)
    await site.database.query(`do $do$ declare o record; begin
      for o in select oid::regprocedure as name from pg_proc where pronamespace = 'cqube_replay'::regnamespace loop
        execute format('alter function %s owner to ${owner}', o.name);
      end loop;
      for o in select oid::regclass as name from pg_class where relnamespace = 'cqube_replay'::regnamespace and relkind = 'r' loop
        execute format('alter table %s owner to ${owner}', o.name);
      end loop; end $do$`)
    await site.database.query(`alter role ${roles.runner} login`)
    site.emit(
      'student_attendance/student_attendance_20260701093000.csv',
      attendanceCsv([{id: 900_001, year: '2021-22', month: 6}]),
    )

    const told = await site.pass({
      connectionString: Object.assign(new URL(site.database.connectionString), {username: roles.runner}).href,
    })
    const all = [owner, ...Object.values(roles)].join(', ')
    await site.database.query(`reassign owned by ${owner} to postgres`)
    await site.database.query(`drop owned by ${all}`)
    await site.database.query(`drop role ${all}`)
    await site.remove()

    expect(told).toEqual([expect.stringMatching(/^Loaded/), expect.stringMatching(/^Wrote/)])
  })
})
