import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {startFakeS3, type FakeS3} from '../../fakes/s3-server.ts'
import {isMissing} from '../../support/database.ts'
import {examined} from '../../support/examined.ts'
import {createOperator, type Operator} from '../../support/operator.ts'
import {testCredentials} from '../../support/s3.ts'

describe.skipIf(isMissing('pg18'))('doctor and stores in S3', () => {
  let s3: FakeS3
  let operator: Operator
  const examine = async (
    server: {readonly ignoresConditions?: boolean},
    more: Readonly<Record<string, unknown>> = {},
    environment: Readonly<Record<string, string>> = {},
  ) => {
    s3 = await startFakeS3({buckets: ['cqube-emission', 'cqube-output'], ...server})
    operator.settings({
      emission: {storage: 's3', bucket: 'cqube-emission'},
      outputs: {storage: 's3', bucket: 'cqube-output'},
      s3: {endpoint: s3.endpoint, ...more},
    })
    return examined(operator.surroundings(), environment)
  }
  const kept = () =>
    operator.database.query(
      'select endpoint, bucket, holds, most_creators as most, program_version from cqube_replay.storage_probe',
    )
  beforeEach(async () => {
    Object.assign(process.env, testCredentials)
    operator = await createOperator('pg18')
  })
  afterEach(async () => {
    await operator.remove()
    await s3.close()
  })

  it('tells that both may be used, and leaves nothing there', async () => {
    const {line} = await examine({})

    expect([line('Emission store'), line('Output store')].join('\n')).toMatchInlineSnapshot(`
      "ok: s3://cqube-emission/cqube_replay/: readable and writable; of writers at once exactly one creates a key.
      ok: s3://cqube-output/cqube_replay_archive/: readable and writable; the folders of cQube's reports are not touched to try them."
    `)
    expect([...s3.objects.keys()]).toEqual([])
    expect(await kept()).toMatchObject([{holds: true, most: 1}])
  })

  it('refuses a server that lets several writers create a key, and the ledger keeps it for the runs', async () => {
    const {line, named, exitCode} = await examine({ignoresConditions: true})

    expect(line('Emission store')).toMatchInlineSnapshot(
      `"failure: S3_NOT_ATOMIC: s3://cqube-emission/cqube_replay/: 32 writers at once were each told that they had created the same key. Fix: Use a server that holds \`If-None-Match: *\` (docs/s3.md names some) and run \`cqube-replay doctor\`, which tries it anew; or accept this one by \`s3.conditional_put: read_first\`."`,
    )
    expect([named('failure'), exitCode]).toEqual([['Emission store'], 2])
    expect(await kept()).toEqual([
      {endpoint: s3.endpoint, bucket: 'cqube-emission', holds: false, most: 32, program_version: '0.0.0-test'},
    ])
  })

  it('only notes it where the settings allow to read first', async () => {
    const {line, named} = await examine({ignoresConditions: true}, {conditional_put: 'read_first'})

    expect(line('Emission store')).toMatchInlineSnapshot(
      `"note: s3://cqube-emission/cqube_replay/: 32 writers at once were each told that they had created the same key; by the settings a key is looked at before it is written, and each report says so."`,
    )
    expect(named('failure')).toEqual([])
    expect(await kept()).toMatchObject([{holds: false}])
  })

  it('tells what it found, and that no run knows of it, where the role may not write to the ledger', async () => {
    const role = `planner_${operator.database.connectionString.split('/').at(-1) ?? ''}`
    await operator.database.query(grantsSql({planner: role, dataSchema: 'public', catalogue: cqubeCatalogue}))
    await operator.database.query(`alter role ${role} login`)
    const url = new URL(operator.database.connectionString)
    url.username = role

    const {line} = await examine({}, {}, {DATABASE_URL: url.href})

    expect(line('Emission store')).toMatchInlineSnapshot(
      `"ok: s3://cqube-emission/cqube_replay/: readable and writable; of writers at once exactly one creates a key; it was not kept in the ledger (PERMISSION_MISSING), so no run knows of it."`,
    )
    expect(await kept()).toEqual([])
    await operator.database.query(`drop owned by ${role}; drop role ${role}`)
  })

  it('goes on with the rest when the file of the authority cannot be read', async () => {
    const {line, named} = await examine({}, {ca_file: 'gone.pem'})

    expect(line('Emission store')).toMatch(/^failure: FILE_UNREADABLE: .*gone\.pem, named by `s3\.ca_file`/)
    expect(named('ok')).toEqual(expect.arrayContaining(['PostgreSQL', 'Ledger', 'Remote']))
  })
})
