import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {flowFiles} from '../../../../src/core/nifi/flow-files.ts'
import type {FlowProcessor} from '../../../../src/core/nifi/flow-parts.ts'
import type {FlowSite} from '../../../../src/core/nifi/flow-site.ts'
import {exampleSite, flowNames, flowParameters, replayFlow} from '../../../../src/core/nifi/replay-flow.ts'

const database = {url: 'jdbc:postgresql://db/cqube', user: 'nifi', driverFile: null}
const bucket = {storage: 's3', bucket: 'b', region: 'ap-south-1', endpoint: null, credentials: 'default'} as const
const sites: Readonly<Record<string, FlowSite>> = {
  'S3 beside AWS with keys': exampleSite,
  'AWS with a role': {emission: bucket, database},
  'a directory': {emission: {storage: 'local', directory: '/opt/emission'}, database},
}
const secrets = {databasePassword: 'canary-1', accessKey: 'canary-2', secretKey: 'canary-3'}

/** What NiFi's documentation names for each type, in 1.12 as in 2.x. */
const relationships: Readonly<Record<string, readonly string[]>> = {
  ExecuteSQL: ['success', 'failure'],
  ExecuteSQLRecord: ['success', 'failure'],
  EvaluateJsonPath: ['matched', 'unmatched', 'failure'],
  RouteOnAttribute: ['unmatched'],
  UpdateAttribute: ['success'],
  FetchFile: ['success', 'not.found', 'permission.denied', 'failure'],
  FetchS3Object: ['success', 'failure'],
}

const typeOf = ({type}: FlowProcessor): string => type.split('.').at(-1) ?? ''
const relationshipsOf = (processor: FlowProcessor): readonly string[] => [
  ...(relationships[typeOf(processor)] ?? []),
  ...(typeOf(processor) === 'RouteOnAttribute'
    ? Object.keys(processor.properties).filter((key) => key !== 'Routing Strategy')
    : []),
]

describe.each(Object.entries(sites))('our flow for %s', (_, site) => {
  const flow = replayFlow(site)
  const {processors, controllerServices, connections, funnels} = flow.flowContents
  const parts = [...processors, ...controllerServices]

  it('leads every relationship of every processor somewhere, or ends it', () => {
    for (const processor of processors) {
      const leads = connections.filter(({source}) => source.id === processor.identifier)
      const known = [...leads.flatMap((each) => each.selectedRelationships), ...processor.autoTerminatedRelationships]
      expect([...known].sort(), processor.name).toEqual([...relationshipsOf(processor)].sort())
    }
  })

  it('joins parts that are there, and names no two alike', () => {
    const ids = [...parts, ...funnels].map(({identifier}) => identifier)
    expect(new Set(ids).size).toBe(ids.length)
    for (const {name, source, destination} of connections) {
      expect(ids, name).toContain(source.id)
      expect(ids, name).toContain(destination.id)
    }
    expect(new Set(connections.map(({identifier}) => identifier)).size).toBe(connections.length)
  })

  it('describes every property, and refers only to services that are there', () => {
    for (const {name, properties, propertyDescriptors} of parts) {
      expect(Object.keys(propertyDescriptors), name).toEqual(Object.keys(properties))
      for (const [key, {identifiesControllerService}] of Object.entries(propertyDescriptors)) {
        const isService = controllerServices.some(({identifier}) => identifier === properties[key])
        expect(isService, `${name}: ${key}`).toBe(identifiesControllerService)
      }
    }
  })

  it('refers to the parameters that it brings, to all of them, and to secrets only where NiFi keeps one', () => {
    const parameters = flowParameters(site, secrets)
    const referred = parts.flatMap(({properties, propertyDescriptors}) =>
      Object.entries(properties).flatMap(([key, value]) =>
        [...value.matchAll(/#\{([^}]+)\}/g)].map(([, name]) => ({
          name,
          isSensitive: propertyDescriptors[key]?.sensitive,
        })),
      ),
    )

    expect(new Set(referred.map(({name}) => name))).toEqual(new Set(parameters.map(({name}) => name)))
    for (const {name, isSensitive} of parameters) {
      for (const each of referred) if (each.name === name) expect(each.isSensitive, name).toBe(isSensitive)
    }
    expect(JSON.stringify(flow)).not.toContain('canary')
  })

  it('gives no property an empty value, which NiFi takes for a wrong one', () => {
    for (const {name, properties} of parts) expect(Object.values(properties), name).not.toContain('')
  })

  it('throws nothing away: no FlowFile is too old, and only what is done or empty ends', () => {
    expect(new Set(connections.map((each) => each['flowFileExpiration']))).toEqual(new Set(['0 sec']))
    const ends = processors.flatMap(({name, autoTerminatedRelationships: ended}) => ended.map((end) => [name, end]))
    expect(ends).toEqual([
      ['Ask the ledger', 'failure'],
      ['Drop empty answers', 'unmatched'],
      ['Where is the document?', 'unmatched'],
      ['Delete the rows', 'success'],
    ])
  })

  it('asks from one node, and from there only', () => {
    const primary = processors.filter(({executionNode}) => executionNode === 'PRIMARY').map(({name}) => name)
    expect(primary).toEqual([flowNames.processors.ask])
    expect(connections.filter(({destination}) => destination.id === 'ask')).toEqual([])
  })

  it('says of each UpdateAttribute that it keeps no state: else NiFi 2.6 gives it one more relationship', () => {
    const own = processors.filter((processor) => typeOf(processor) === 'UpdateAttribute')
    expect(own).toHaveLength(7)
    for (const {name, properties} of own) expect(properties['Store State'], name).toBe('Do not store state')
  })

  it('explains itself', () => {
    for (const {name, comments} of processors) expect(comments.length, name).toBeGreaterThan(40)
  })
})

describe('our flow', () => {
  it('can read nothing by the way that its site does not use', () => {
    const fetch = (site: FlowSite | undefined, id: string) =>
      replayFlow(site ?? exampleSite).flowContents.processors.find(({identifier}) => identifier === id)?.properties

    expect(fetch(sites['a directory'], 'fetchObject')?.['Bucket']).toMatch(/^not used here/)
    expect(fetch(sites['AWS with a role'], 'fetchFile')?.['File to Fetch']).toMatch(/^not used here/)
  })

  it('is sent a secret only where it is known', () => {
    const sensitive = flowParameters(exampleSite, {...secrets, accessKey: null, secretKey: null}).filter(
      ({isSensitive}) => isSensitive,
    )

    expect(sensitive.map(({name, value}) => [name, value])).toEqual([['database-password', 'canary-1']])
  })

  it.each(Object.entries(flowFiles()))('is what %s says: run `npm run generate:flow`', (path, text) => {
    expect(readFileSync(path, 'utf8') === text).toBe(true)
  })
})
