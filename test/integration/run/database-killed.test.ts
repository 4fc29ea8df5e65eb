import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openDatabase} from '../../../src/adapters/postgres/connection.ts'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {startPostgres, type PostgresServer} from '../../../src/adapters/embedded-postgres/server.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {fixtureDdl} from '../../../src/fixture/ddl.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions, type LedgerDatabase} from '../../support/ledger.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import {postgresBinaries} from '../../support/postgres-binaries.ts'

describe.each(servers)('a $name that is killed while it deletes', ({name}) => {
  let server: PostgresServer
  let database: LedgerDatabase
  let operator: Operator
  beforeEach(async () => {
    server = await startPostgres({
      binDirectory: postgresBinaries(name) ?? '',
      settings: {fsync: 'on', full_page_writes: 'on'},
    })
    const {port} = server
    const connectionString = `postgresql://postgres@127.0.0.1:${port}/postgres`
    const own = openDatabase(connectionOptions(connectionString))
    database = {...own, connectionString, drop: async () => undefined}
    await database.query(fixtureDdl().join('\n'))
    await migrate(database, {dataSchema: 'public', ledgerId: 'a1b2c3d4', catalogue: cqubeCatalogue})
    operator = await createOperator(name, {database})
  })
  afterEach(async () => {
    await database.end()
    await operator.remove()
    await server.dispose()
  })

  it('has deleted nothing, and the next run finishes that run', async () => {
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    await database.query(`
      create function public.linger() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return null; end $$;
      create trigger linger before delete on school_student_total_attendance for each statement execute procedure public.linger();
    `)
    operator.request({'march.json': requestText({student_attendance: {year: '2020', months: ['03']}})})
    let killed = Promise.resolve()
    let isSent = false
    const kill = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      const backends = await database.query(
        "select pid from pg_stat_activity where query like '%execute_for_runner%' and pid <> pg_backend_pid()",
      )
      await server.kill()
      // Release 10 lets a backend that sleeps finish its statement without a postmaster.
      for (const {pid} of backends) process.kill(Number(pid), 'SIGKILL')
    }

    const failure = await operator
      .run({
        reach: (point) => {
          if (point !== 'deletion-sent' || isSent) return
          isSent = true
          killed = kill()
        },
      })
      .catch((error: unknown) => error)
    await killed
    await server.restart()
    const left = await operator.live()
    await database.query('drop trigger linger on school_student_total_attendance')
    await database.query("update cqube_replay.lease set expires_at = '-infinity'")
    const result = await operator.run()

    expect(failure).toMatchObject({code: 'DATABASE_UNREACHABLE', exitCode: 3})
    expect(left).toHaveLength(4)
    expect(result.exitCode).toBe(0)
    expect(operator.reportJson(onlyRun(result).runId)).toMatchObject({outcome: 'awaiting_files', totals: {deleted: 4}})
    expect(await operator.live()).toEqual([])
  })
})
