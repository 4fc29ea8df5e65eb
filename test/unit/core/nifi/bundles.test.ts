import {describe, expect, it} from 'vitest'
import {withBundles, type InstalledType, type SnapshotComponent} from '../../../../src/core/nifi/bundles.ts'

const bundle = (version: string, artifact = 'nifi-standard-nar') => ({group: 'org.apache.nifi', artifact, version})
const component = (type: string): SnapshotComponent => ({type, bundle: bundle('0'), name: type})
const installed = (type: string, version: string, artifact?: string): InstalledType => ({
  type,
  bundle: bundle(version, artifact),
  apis: [{type: 'Api', bundle: bundle(version, 'nifi-api-nar')}],
})
const group = (processors: readonly SnapshotComponent[], rest = {}) => ({
  name: 'g',
  processors,
  controllerServices: [],
  processGroups: [],
  ...rest,
})

describe('the bundles of a flow', () => {
  it('are those of this NiFi, in inner groups as well, and all else stays', () => {
    const service = {...component('Pool'), controllerServiceApis: [{type: 'Api', bundle: bundle('0')}]}
    const flow = {
      flowContents: group([component('Sql')], {processGroups: [group([], {controllerServices: [service]})]}),
      flowEncodingVersion: '1.0',
    }

    const {snapshot, missing} = withBundles(flow, [installed('Sql', '1.12.1'), installed('Pool', '1.12.1')], '1.12.1')

    expect(missing).toEqual([])
    expect(snapshot).toEqual({
      flowContents: group([{...component('Sql'), bundle: bundle('1.12.1')}], {
        processGroups: [
          group([], {
            controllerServices: [
              {
                ...service,
                bundle: bundle('1.12.1'),
                controllerServiceApis: [{type: 'Api', bundle: bundle('1.12.1', 'nifi-api-nar')}],
              },
            ],
          }),
        ],
      }),
      flowEncodingVersion: '1.0',
    })
  })

  it.each([
    ["NiFi's own where several versions are there", ['2.0.0', '1.28.1', '1.5.0'], '1.28.1'],
    ['the last where none is its own', ['1.5.0', '1.6.0'], '1.6.0'],
  ])('are %s', (_, versions, expected) => {
    const flow = {flowContents: group([component('Sql')])}

    const {snapshot} = withBundles(
      flow,
      versions.map((version) => installed('Sql', version)),
      '1.28.1',
    )

    expect(snapshot.flowContents.processors[0]?.bundle.version).toBe(expected)
  })

  it('are of the artifact that the flow names, where another one has a class of the same name', () => {
    const flow = {flowContents: group([component('Sql')])}
    const types = [installed('Sql', '1.28.1'), installed('Sql', '1.28.1', 'other-nar')]

    expect(withBundles(flow, types, '1.28.1').snapshot.flowContents.processors[0]?.bundle).toEqual(bundle('1.28.1'))
  })

  it('are found to be missing, each once', () => {
    const flow = {flowContents: group([component('Sql'), component('Sql'), component('Json')])}

    expect(withBundles(flow, [], '1.28.1').missing).toEqual(['Sql (nifi-standard-nar)', 'Json (nifi-standard-nar)'])
  })
})
