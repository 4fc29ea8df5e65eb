import {describe, expect, it} from 'vitest'
import {defaultSettings} from '../../../../src/commands/settings-file.ts'
import {asARunFindsIt} from '../../../../src/core/nifi/flow-facts-before-run.ts'
import {nothingSeen} from '../../../../src/core/nifi/flow-facts.ts'
import {digestOf, isLater, markFor, markOf} from '../../../../src/core/nifi/flow-mark.ts'
import {exampleSite, flowVersion, replayFlow} from '../../../../src/core/nifi/replay-flow.ts'
import {namedFlow, siteOfSettings} from '../../../../src/core/nifi/site-of-settings.ts'
import {parameterChanges} from '../../../../src/core/nifi/wanted-parameters.ts'
import type {NifiSettings} from '../../../../src/core/settings/settings.ts'

const settled = (environment: Record<string, string>, nifi: Partial<NifiSettings> = {}) => {
  const settings = defaultSettings()
  const named = {...settings, nifi: {...settings.nifi, address: 'http://127.0.0.1:8096', ...nifi}}
  return siteOfSettings(named, environment, '/var/lib/emission')
}
const urlOf = (environment: Record<string, string>, nifi: Partial<NifiSettings> = {}): string =>
  settled(environment, nifi).site.database.url

describe('the database that NiFi is told', () => {
  it.each([
    [
      {PGHOST: 'db', PGDATABASE: 'cqube'},
      'jdbc:postgresql://db:5432/cqube?tcpKeepAlive=true&ApplicationName=cqube-replay',
    ],
    [
      {PGHOST: '::1', PGPORT: '5433', PGUSER: 'cqube'},
      'jdbc:postgresql://[::1]:5433/cqube?tcpKeepAlive=true&ApplicationName=cqube-replay',
    ],
    [
      {DATABASE_URL: 'postgresql://me:secret@db:5444/cqube_db?sslmode=require'},
      'jdbc:postgresql://db:5444/cqube_db?tcpKeepAlive=true&ApplicationName=cqube-replay&sslmode=require',
    ],
    [
      {PGDATABASE: 'c', PGSSLMODE: 'prefer'},
      'jdbc:postgresql://localhost:5432/c?tcpKeepAlive=true&ApplicationName=cqube-replay',
    ],
  ])('is made of %j', (environment, url) => {
    expect(urlOf(environment)).toBe(url)
  })

  it('is the one of the settings where they name one', () => {
    expect(urlOf({PGHOST: 'db'}, {databaseUrl: 'jdbc:postgresql://other/cqube'})).toBe('jdbc:postgresql://other/cqube')
  })

  it.each([[{}], [{PGHOST: '/run/postgresql', PGDATABASE: 'c'}], [{DATABASE_URL: 'no address'}]])(
    'has to be named in the settings for %j',
    (environment) => {
      expect(() => settled(environment)).toThrow('Say it in `nifi.database_url`')
    },
  )

  it('is doubted, like the directory, where NiFi is on another machine', () => {
    const {doubts} = settled({PGHOST: 'localhost', PGDATABASE: 'c'}, {address: 'https://nifi:8443'})

    expect(doubts).toMatchInlineSnapshot(`
      [
        "NiFi is told to find the database at jdbc:postgresql://localhost:5432/c, which is its own machine: if the database is not there, say in \`nifi.database_url\` how NiFi sees it.",
        "NiFi is told to find the emission documents at /var/lib/emission: if that is another place on its machine, say so in \`nifi.emission_directory\`.",
      ]
    `)
    expect(settled({PGHOST: 'localhost', PGDATABASE: 'c'}).doubts).toEqual([])
  })
})

describe('a mark in the comments of the group', () => {
  it('comes out as it went in, and is none where somebody else wrote', () => {
    const flow = replayFlow(exampleSite)
    const comments = markFor({program: '0.2.0', nifi: '2.6.0', wanted: flow, held: flow})

    expect(markOf(comments)).toEqual({
      flow: flowVersion,
      program: '0.2.0',
      nifi: '2.6.0',
      wanted: digestOf(flow),
      held: digestOf(flow),
    })
    expect(markOf(flow.flowContents['comments'] as string)).toMatchObject({
      flow: flowVersion,
      program: null,
      held: null,
    })
    expect(markOf(`Mine. ${comments}`)).toBeNull()
  })

  it('is of the flow, whatever its name, its place on the canvas and the order of its parts', () => {
    const flow = replayFlow(exampleSite)
    const {flowContents} = flow
    const moved = flowContents.processors.toReversed().map((part) => ({...part, position: {x: 1, y: 2}}))

    expect(digestOf({...namedFlow(flow, 'other'), flowContents: {...flowContents, processors: moved}})).toBe(
      digestOf(flow),
    )
    expect(digestOf({...flow, flowContents: {...flowContents, processors: moved.slice(1)}})).not.toBe(digestOf(flow))
  })

  it.each([
    ['0.10.0', '0.9.3', true],
    ['0.9.3', '0.10.0', false],
    ['1.0.0', '1.0.0', false],
    ['1.0.1', '1.0', true],
  ])('%s is later than %s: %s', (version, than, expected) => {
    expect(isLater(version, than)).toBe(expected)
  })
})

describe('parameters', () => {
  const secrets = {databasePassword: 'a', accessKey: 'b', secretKey: 'c'}
  const known = parameterChanges(exampleSite, [], secrets, false).set.map((parameter) => ({
    ...parameter,
    isSet: true,
    value: parameter.isSensitive ? null : parameter.value,
  }))
  const named = (changes: ReturnType<typeof parameterChanges>) => changes.set.map(({name}) => name)

  it('are sent only where they differ, and a secret only where NiFi has none or it is asked for', () => {
    const without = known.map((parameter) =>
      parameter.name === 'access-key' ? {...parameter, isSet: false} : parameter,
    )

    expect(parameterChanges(exampleSite, known, secrets, false)).toEqual({set: [], take: [], keepsSecrets: true})
    expect(named(parameterChanges(exampleSite, without, secrets, false))).toEqual(['access-key'])
    expect(named(parameterChanges(exampleSite, known, secrets, true))).toEqual([
      'access-key',
      'secret-key',
      'database-password',
    ])
    expect(
      named(parameterChanges({...exampleSite, database: {...exampleSite.database, user: 'x'}}, known, secrets, false)),
    ).toEqual(['database-user'])
  })

  it('of somebody else stay', () => {
    const others = [...known, {name: 'theirs', description: '', isSensitive: false, isSet: true, value: '1'}]

    expect(parameterChanges(exampleSite, others, secrets, false).take).toEqual([])
  })
})

describe('a flow that waits for a run', () => {
  const part = {id: '1', name: 'Ask', validation: 'VALID', problems: [] as readonly string[], activeThreads: 0}
  const disabled = "'Pool' validated against '1' is invalid because Controller Service with ID 1 is disabled"

  it('is looked at as if it had been started, but for what would stay wrong', () => {
    const facts = asARunFindsIt({
      ...nothingSeen('x'),
      services: [
        {...part, state: 'DISABLED'},
        {...part, state: 'DISABLED', problems: ['no driver']},
      ],
      processors: [
        {...part, state: 'STOPPED', problems: [disabled]},
        {...part, state: 'STOPPED', problems: ['no SQL']},
        {...part, state: 'DISABLED'},
      ],
    })

    expect(facts.services.map(({state}) => state)).toEqual(['ENABLED', 'DISABLED'])
    expect(facts.processors.map(({state, problems}) => [state, ...problems])).toEqual([
      ['RUNNING'],
      ['RUNNING', 'no SQL'],
      ['DISABLED'],
    ])
  })

  it('is looked at as it is where it runs in part', () => {
    const facts = {
      ...nothingSeen('x'),
      processors: [
        {...part, state: 'STOPPED'},
        {...part, state: 'RUNNING'},
      ],
    }

    expect(asARunFindsIt(facts)).toBe(facts)
  })
})
