import {afterEach, beforeEach, describe, expect, it} from 'vitest'
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
  ) => {
    s3 = await startFakeS3({buckets: ['cqube-emission', 'cqube-output'], ...server})
    operator.settings({
      emission: {storage: 's3', bucket: 'cqube-emission'},
      outputs: {storage: 's3', bucket: 'cqube-output'},
      s3: {endpoint: s3.endpoint, ...more},
    })
    return examined(operator.surroundings())
  }
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
  })

  it('warns of a server that lets several writers create a key', async () => {
    const {line, named} = await examine({ignoresConditions: true})

    expect(line('Emission store')).toMatchInlineSnapshot(
      `"warning: s3://cqube-emission/cqube_replay/: 32 writers at once were each told that they had created the same key. Fix: Use an S3 server that holds \`If-None-Match: *\`, or write \`s3.conditional_put: read_first\`."`,
    )
    expect(named('failure')).toEqual([])
  })

  it('goes on with the rest when the file of the authority cannot be read', async () => {
    const {line, named} = await examine({}, {ca_file: 'gone.pem'})

    expect(line('Emission store')).toMatch(/^failure: FILE_UNREADABLE: .*gone\.pem, named by `s3\.ca_file`/)
    expect(named('ok')).toEqual(expect.arrayContaining(['PostgreSQL', 'Ledger', 'Remote']))
  })
})
