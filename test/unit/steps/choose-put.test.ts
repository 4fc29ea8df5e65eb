import {describe, expect, it} from 'vitest'
import type {CreatorFacts} from '../../../src/core/emission/conditional-put.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {S3Settings} from '../../../src/core/settings/settings.ts'
import {putChooser} from '../../../src/steps/choose-put.ts'
import {createFakeLog} from '../../fakes/log.ts'
import {createFakePutProbes} from '../../fakes/put-probes.ts'
import {s3SettingsOf} from '../../support/s3.ts'

const place = {endpoint: 'https://s3.example.org:9000', bucket: 'cqube-emission'}
const good = {most: 1, areKept: true}
const bad = {most: 3, areKept: true}
const left = 'No run was started.'

/** A server that is found to be as `creators` says, or does not answer its probe. */
function aServer(creators: CreatorFacts | ReplayError) {
  const probes = createFakePutProbes()
  const log = createFakeLog()
  let tried = 0
  const emissionServer = {
    place,
    probes,
    creators: async () => {
      tried += 1
      if (creators instanceof ReplayError) throw creators
      return creators
    },
  }
  const chooser = (conditionalPut: S3Settings['conditionalPut']) =>
    putChooser({emissionServer, log}, {s3: {...s3SettingsOf(place.endpoint), conditionalPut}}, '0.1.0')
  return {probes, log, chooser, tried: () => tried}
}

describe('a pass', () => {
  it('tries a server that nobody has tried, once, and the ledger keeps it', async () => {
    const server = aServer(good)
    const choose = server.chooser('required')

    const choices = [await choose(left), await choose(left)]

    expect(choices).toEqual([
      {way: 'conditional', note: null},
      {way: 'conditional', note: null},
    ])
    expect(server.tried()).toBe(1)
    expect(server.probes.recorded).toEqual([{...place, creators: good, ageDays: 0, programVersion: '0.1.0'}])
  })

  it('believes the ledger for thirty days, and tries again after them', async () => {
    const server = aServer(good)
    await server.probes.record(place, good, '0.1.0')

    server.probes.age(29)
    await server.chooser('required')(left)
    const [before] = [server.tried()]
    server.probes.age(2)
    await server.chooser('required')(left)

    expect([before, server.tried(), server.probes.recorded.length]).toEqual([0, 1, 2])
  })

  it('refuses a server that does not hold the condition, and says what was seen and what is left', async () => {
    const server = aServer(bad)
    await server.probes.record(place, bad, '0.1.0')
    server.probes.age(3)

    const refused = await server
      .chooser('required')(left)
      .catch((error: unknown) => error as ReplayError)

    expect(refused).toMatchInlineSnapshot(
      `[ReplayError: s3://cqube-emission at https://s3.example.org:9000 may let a document be overwritten unseen: 3 writers at once were each told that they had created the same key, so it does not hold \`If-None-Match: *\` (tried 3 days ago by cqube-replay 0.1.0). No run was started.]`,
    )
    expect(refused).toMatchObject({code: 'S3_NOT_ATOMIC', exitCode: 2})
    expect(server.tried()).toBe(0)
  })

  it('uses such a server by reading first where the settings allow it, and tells so', async () => {
    const server = aServer(bad)

    const {way, note} = await server.chooser('read_first')(left)

    expect(way).toBe('read_first')
    expect(note).toMatchInlineSnapshot(
      `"s3://cqube-emission at https://s3.example.org:9000 does not hold \`If-None-Match: *\` (3 writers at once were each told that they had created the same key). As \`s3.conditional_put: read_first\` allows, each document was written after a look at its key: whoever else had written that key in the same moment would not have been noticed. That a slice is deleted once does not depend on it."`,
    )
    expect(server.log.lines.at(-1)).toEqual({level: 'warning', message: note})
  })

  it('ends where the server does not answer its probe, and keeps nothing of it', async () => {
    const server = aServer(new ReplayError('EMISSION_FAILED', 'The server is away.'))

    await expect(server.chooser('read_first')(left)).rejects.toMatchObject({code: 'EMISSION_FAILED', exitCode: 3})

    expect(server.probes.recorded).toEqual([])
  })

  it('tries nothing where the store is a directory', async () => {
    const {log} = aServer(bad)

    const choice = await putChooser({emissionServer: null, log}, {s3: s3SettingsOf(place.endpoint)}, '0.1.0')(left)

    expect(choice).toEqual({way: 'conditional', note: null})
  })
})
