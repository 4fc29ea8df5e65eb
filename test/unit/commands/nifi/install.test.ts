import {afterEach, describe, expect, it} from 'vitest'
import {flowNames, flowVersion} from '../../../../src/core/nifi/replay-flow.ts'
import {changesSent, fakeSites, installAt, localSite, statesIn} from '../../../support/flow-install.ts'

const sites = fakeSites()
afterEach(sites.close)

describe('an installation', () => {
  it('makes context, group and flow, and leaves the flow stopped for the runs', async () => {
    const {fake, world} = await sites.open()

    const installed = await installAt(world, localSite())

    expect(installed.acts).toEqual([
      'Make the parameter context "cqube-replay" with storage, directory, database-url, database-user, database-password, database-driver',
      'Make the group "cqube-replay" on the root canvas',
      `Install the flow ${flowVersion}`,
    ])
    expect(statesIn(fake)).toEqual({processors: ['STOPPED'], services: ['DISABLED']})
    const [context] = fake.model.contexts.values()
    expect(context?.parameters.get('database-password')?.value).toBe('nobody asks')
    expect(fake.model.groups.get(installed.groupId ?? '')).toMatchObject({name: 'cqube-replay', contextId: context?.id})
  })

  it('only says what it would do where that is asked for', async () => {
    const {fake, world} = await sites.open()

    const {acts} = await installAt(world, localSite(), {isDry: true})

    expect(acts).toHaveLength(3)
    expect(changesSent(fake)).toEqual([])
  })

  it('sends nothing the second time, secrets neither, which are sent when that is asked for', async () => {
    const {fake, world} = await sites.open()
    await installAt(world, localSite())
    fake.requests.splice(0)

    const again = await installAt(world, localSite())
    const sent = changesSent(fake)
    const secrets = {databasePassword: 'another one', accessKey: null, secretKey: null}
    const renewed = await installAt(world, localSite(), {secrets, sendsSecrets: true})

    expect(again).toMatchObject({acts: [], keepsSecrets: true})
    expect(sent).toEqual([])
    expect(renewed.acts).toEqual(['Set the parameters database-password'])
    expect([...fake.model.contexts.values()][0]?.parameters.get('database-password')?.value).toBe('another one')
  })

  it('moves to S3 in place, and takes out what is of no use any more', async () => {
    const {fake, world} = await sites.open()
    await installAt(world, localSite())
    const s3 = {storage: 's3', bucket: 'emission', region: 'r', endpoint: null, credentials: 'default'} as const

    const {acts} = await installAt(world, {...localSite(), emission: s3})

    expect(acts).toEqual([
      'Set the parameters storage, bucket, region',
      `Install the flow ${flowVersion} in place, since the site has other places now`,
      'Take out the parameters directory',
    ])
    expect([...(fake.model.contexts.values().next().value?.parameters.keys() ?? [])].sort()).toEqual([
      'bucket',
      'database-driver',
      'database-password',
      'database-url',
      'database-user',
      'region',
      'storage',
    ])
  })

  it('names the variable of a secret that is missing, before anything is changed', async () => {
    const {fake, world} = await sites.open()

    const installing = installAt(world, localSite(), {
      secrets: {databasePassword: null, accessKey: null, secretKey: null},
    })

    await expect(installing).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ReplayError: NiFi needs a secret that it does not have: set CQUBE_REPLAY_NIFI_DATABASE_PASSWORD for this command. Nothing was changed.]`,
    )
    expect(changesSent(fake)).toEqual([])
  })

  it('stops the flow again when the ledger does not answer, and says what NiFi says', async () => {
    const {fake, world} = await sites.open({trigger: 'schedule'})
    await installAt(world, localSite())
    const ask = fake.processor(flowNames.processors.ask)
    ask.isMute = true
    fake.faults.push(
      {
        request: /^PUT \/flow\/process-groups\/[^/]+$/,
      },
      {
        request: /^PUT \/flow\/process-groups\/[^/]+$/,
        meanwhile: () => {
          fake.bulletin(ask, 'ERROR', 'FATAL: password authentication failed for user "cqube_replay_nifi"')
        },
      },
    )

    const installing = installAt(world, localSite(), {sendsSecrets: true})

    await expect(installing).rejects.toMatchObject({
      code: 'NIFI_FLOW_FAILS',
      message: expect.stringContaining('password authentication failed') as string,
    })
    expect(statesIn(fake)).toEqual({processors: ['STOPPED'], services: ['DISABLED']})
  }, 20_000)

  it('that NiFi refuses leaves the flow running that ran before', async () => {
    const {fake, world} = await sites.open({trigger: 'schedule'})
    await installAt(world, localSite())
    const [group] = [...fake.model.groups.values()].filter(({name}) => name === 'cqube-replay')
    if (group !== undefined) group.comments = group.comments.replace(flowVersion, '0a0b0c0d')
    fake.faults.push({request: /replace-requests$/, meets: {status: 409, text: 'A connection would go.'}})

    await expect(installAt(world, localSite())).rejects.toMatchObject({
      code: 'NIFI_REFUSED',
      message: expect.stringMatching(/A connection would go\. Nothing was changed\. The flow runs again\.$/) as string,
    })

    expect(statesIn(fake)).toEqual({processors: ['RUNNING'], services: ['ENABLED']})
  })

  it('goes on after it was cut off between two acts', async () => {
    const {fake, world} = await sites.open()
    fake.faults.push({request: /replace-requests$/, meets: {status: 500, text: 'Of a test.'}})
    await expect(installAt(world, localSite())).rejects.toMatchObject({code: 'NIFI_FAILED'})

    const {acts} = await installAt(world, localSite())

    expect(acts).toEqual([`Install the flow ${flowVersion} in place, since it holds no flow of this program`])
    expect((await installAt(world, localSite())).acts).toEqual([])
    expect(fake.model.groups.size).toBe(2)
  })
})
