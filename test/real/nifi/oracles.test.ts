import {afterEach, describe, expect, it} from 'vitest'
import {createSite} from '../../contract/nifi/site.ts'
import {startFakeNifi, type FakeNifi} from '../../fakes/nifi-server.ts'
import {askByNipyapi, judgeByClasses, lacksClasses, lacksNipyapi, oraclesOf} from '../../support/nifi-oracles.ts'
import {startNifiRecorder, type Exchange} from '../../support/nifi-recorder.ts'
import {nifiTarget} from '../../support/nifi-target.ts'
import {exhibited, exhibitIn, tourOf} from './tour.ts'

const open: {close(): Promise<void>}[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function fakeOf(version: '1.12.1' | '1.28.1' | '2.6.0'): Promise<FakeNifi> {
  const fake = await startFakeNifi({version})
  open.push(fake)
  return fake
}

const siteOf = (fake: FakeNifi) => createSite(() => nifiTarget(fake.address, () => fake.close()))

/** What no NiFi of a test does by itself: a versioned group, a penalised FlowFile, a bulletin of what is gone. */
async function rareAnswers(fake: FakeNifi): Promise<readonly Exchange[]> {
  const site = siteOf(fake)
  const group = await site.installed()
  await site.generateOne(group.id)
  const kept = fake.model.groups.get(group.id)
  if (kept !== undefined) kept.isVersioned = true
  for (const {flowFiles} of fake.model.connections.values())
    flowFiles.push({uuid: crypto.randomUUID(), size: 7, penalized: true, attributes: {note: 'penalised'}})
  fake.bulletin(fake.service('Pool'), 'WARNING', 'It is slow')
  fake.bulletin({...fake.service('Pool'), id: crypto.randomUUID()}, 'ERROR', 'It is gone')
  fake.processor('Generate').trouble.push("'File Size' is invalid")
  const recorder = await startNifiRecorder(fake.address)
  open.push(recorder)
  const {nifi} = nifiTarget(recorder.address, () => recorder.close())
  await nifi.groups.read(group.id)
  await nifi.watch.bulletins(group.id)
  const {queues} = await nifi.watch.health(group.id)
  await nifi.watch.queue(queues[0]?.id ?? '', 10)
  return recorder.exchanges
}

describe.each(['1.12.1', '1.28.1', '2.6.0'] as const)('the fake of %s', (version) => {
  const {classes, nipyapi} = oraclesOf(version)

  it.skipIf(lacksClasses(classes))(
    `sends and takes what the classes of NiFi ${classes} know, and nothing else`,
    async () => {
      const fake = await fakeOf(version)

      const exchanges = [...(await tourOf(fake.address)), ...(await rareAnswers(fake))]

      const judged = await judgeByClasses(classes, exchanges)
      expect(judged.objections).toEqual([])
      expect(judged.read).toBeGreaterThan(150)
    },
  )

  it.skipIf(lacksNipyapi(nipyapi))(`is a NiFi to nipyapi ${nipyapi}, which reads and changes it`, async () => {
    const fake = await fakeOf(version)
    const name = await exhibitIn(siteOf(fake))

    const told = await askByNipyapi(nipyapi, fake.address, name)

    expect(told).toEqual({version, ...exhibited})
  })
})

describe.each(['1.28.1', '2.6.0'] as const)('the classes of NiFi %s', (version) => {
  const bare = {line: '', sent: null, status: 200, answer: null}

  it.skipIf(lacksClasses(version))('object to what NiFi does not know, at each place', async () => {
    const fake = await fakeOf(version)
    const recorder = await startNifiRecorder(fake.address)
    open.push(recorder)
    const {nifi} = nifiTarget(recorder.address, () => recorder.close())
    await nifi.groups.create(await nifi.server.rootGroupId(), {name: 'judged'})
    const made = recorder.exchanges.at(-1) ?? bare
    const altered = (text: string, other: string): Exchange =>
      JSON.parse(JSON.stringify(made).replaceAll(text, other)) as Exchange
    const about = {...bare, line: 'GET /flow/about'}

    const {objections, read} = await judgeByClasses(version, [
      made,
      {...made, sent: altered('"position":', '"place":').sent},
      {...made, answer: altered('"flowFilesQueued":0', '"flowFilesQueued":"0"').answer},
      {...made, answer: altered('"name":"judged"', '"name":7').answer},
      {...about, sent: {}},
      {...about, answer: {about: {version: true}}},
      {...about, line: 'GET /flow/weather', answer: {}},
    ])

    expect(objections.map((line) => line.replace(/ \(.*/, ''))).toEqual([
      'POST /process-groups/ID/process-groups sends ProcessGroupEntity.component.place: Unrecognized field "place"',
      expect.stringContaining(
        'ProcessGroupEntity.status.aggregateSnapshot.flowFilesQueued: Cannot coerce String value',
      ),
      expect.stringContaining('ProcessGroupEntity.component.name: Cannot coerce Integer value'),
      'GET /flow/about sends: NiFi expects nothing here',
      expect.stringContaining('AboutEntity.about.version: Cannot coerce Boolean'),
      'GET /flow/weather: no class is known for it',
    ])
    expect(read).toBe(10)
  })
})

describe.each(['1.28.1', '2.6.0'] as const)('nipyapi of NiFi %s', (version) => {
  const {nipyapi} = oraclesOf(version)

  it.skipIf(lacksNipyapi(nipyapi)).each([
    ['a state that NiFi does not have', '"state":"STOPPED"', '"state":"SLEEPING"', 'for `state` (SLEEPING)'],
    ['a text where a number is', '"flowFilesQueued":1', '"flowFilesQueued":"some"', 'invalid literal for int()'],
  ])('does not take %s', async (_, text, other, said) => {
    const fake = await fakeOf(version)
    const name = await exhibitIn(siteOf(fake))
    const wrong = await startNifiRecorder(fake.address, (__, answer) =>
      JSON.parse(JSON.stringify(answer).replaceAll(text, other)),
    )
    open.push(wrong)

    await expect(askByNipyapi(nipyapi, wrong.address, name)).rejects.toThrow(said)
  })
})
