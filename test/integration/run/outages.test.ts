import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {servers} from '../../support/database.ts'
import {onePass} from '../../support/one-pass.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import {checksums} from '../postgres/submitted-deletion.ts'

describe.each(servers)('when something fails around a run on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables'})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    operator.request({'march.json': requestText({student_attendance: {year: '2020', months: ['03']}})})
  })
  afterEach(() => operator.remove())

  it('starts nothing while the remote is away', async () => {
    const before = await checksums(operator.database)
    renameSync(operator.git.remote, `${operator.git.remote}.away`)

    await expect(operator.run()).rejects.toMatchObject({code: 'GIT_UNREACHABLE', exitCode: 3})

    expect(await checksums(operator.database)).toEqual(before)
    renameSync(`${operator.git.remote}.away`, operator.git.remote)
    expect(await operator.run()).toMatchObject({exitCode: 0})
  })

  it('starts nothing while the database is away', async () => {
    const surroundings = operator.surroundings()
    const environment = {...surroundings.environment, DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/nowhere'}

    await expect(onePass({...surroundings, environment})).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      exitCode: 3,
    })

    expect(await operator.run()).toMatchObject({exitCode: 0})
  })

  it('keeps a run whose document could not be written, and finishes that run later', async () => {
    writeFileSync(join(operator.emission, 'cqube_replay'), 'A file where the folder should be.\n')

    await expect(operator.run()).rejects.toMatchObject({code: 'EMISSION_FAILED', exitCode: 3})
    const left = await operator.live()
    rmSync(join(operator.emission, 'cqube_replay'))
    const result = await operator.run()

    expect(left).toHaveLength(4)
    expect(result.exitCode).toBe(0)
    expect(operator.told.join('\n')).toContain(`Run ${onlyRun(result).runId} was left unfinished`)
    expect(await operator.live()).toEqual([])
  })

  it("fails a run whose document's key holds somebody else's object, reports it, and plans its requests again", async () => {
    const occupy = () => {
      const runId = /^Run (\S+) submitted/.exec(operator.told.at(-1) ?? '')?.[1] ?? ''
      mkdirSync(join(operator.emission, 'cqube_replay'))
      writeFileSync(join(operator.emission, 'cqube_replay', `${runId}_01.json`), '{"of": "somebody else"}\n')
    }

    const failed = await operator.run({
      reach: (point) => {
        if (point === 'before-emission') occupy()
      },
    })
    const left = await operator.live()
    const again = await operator.run()

    expect(failed.exitCode).toBe(2)
    expect(operator.reportJson(onlyRun(failed).runId)).toMatchObject({
      outcome: 'failed',
      failure: {code: 'EMISSION_CONFLICT'},
      deletions: [{state: 'VOID'}],
    })
    expect(left).toHaveLength(4)
    expect(again.exitCode).toBe(0)
    expect(onlyRun(again).runId).not.toBe(onlyRun(failed).runId)
    expect(await operator.live()).toEqual([])
    expect(operator.documents()[`cqube_replay/${onlyRun(failed).runId}_01.json`]).toBe('{"of": "somebody else"}\n')
  })

  it('of two runners at once one is sent away', async () => {
    let first: Promise<unknown> = Promise.resolve()
    await new Promise<void>((resolve) => {
      first = operator.run({
        reach: (point) => {
          if (point === 'lease-taken') resolve()
        },
      })
    })

    await expect(operator.run()).rejects.toMatchObject({code: 'OTHER_RUNNER', exitCode: 6})

    expect(await first).toMatchObject({exitCode: 0})
  })

  it('stops when the reports branch knows runs that the ledger does not', async () => {
    const {runId} = onlyRun(await operator.run())
    await operator.database.query('drop schema cqube_replay, cqube_replay_archive cascade')
    await migrate(operator.database, {dataSchema: 'public', ledgerId: 'e5f60718', catalogue: cqubeCatalogue})
    await operator.load('student_attendance', '2020-03', ['2.1'])

    const failure = await operator.run().catch((error: unknown) => error)

    expect(failure).toMatchObject({code: 'LEDGER_BEHIND_GIT', exitCode: 2})
    expect(String(failure)).toContain(runId)
    expect(await operator.live()).toHaveLength(2)
  })

  it('deletes and records while the report cannot be pushed; a later run pushes it', async () => {
    operator.git.hook('pre-receive', 'exit 1')

    await expect(operator.run()).rejects.toMatchObject({code: 'REPORT_NOT_PUSHED', exitCode: 5})
    const left = await operator.live()
    operator.git.hook('pre-receive', 'exit 0')
    const result = await operator.run()

    expect(left).toEqual([])
    expect(result.exitCode).toBe(0)
    expect(operator.reportJson(onlyRun(result).runId).totals).toMatchObject({deleted: 4})
  })
})
