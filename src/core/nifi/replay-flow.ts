import {createHash} from 'node:crypto'
import type {FlowSnapshot, SnapshotGroup} from './bundles.ts'
import {flowConnections, flowFunnels, type FlowConnection, type FlowFunnel} from './flow-connections.ts'
import {deletionProcessors} from './flow-deletion.ts'
import {failureProcessors} from './flow-failure.ts'
import {flowLabels, type FlowLabel} from './flow-labels.ts'
import {flowNames} from './flow-names.ts'
import {snapshotParameters} from './flow-parameters.ts'
import {groupId, type FlowProcessor, type FlowService} from './flow-parts.ts'
import {flowServices} from './flow-services.ts'
import type {FlowSite} from './flow-site.ts'

export {flowNames} from './flow-names.ts'
export {flowParameters} from './flow-parameters.ts'

interface ReplayGroup extends SnapshotGroup {
  readonly processors: readonly FlowProcessor[]
  readonly controllerServices: readonly FlowService[]
  readonly connections: readonly FlowConnection[]
  readonly funnels: readonly FlowFunnel[]
  readonly labels: readonly FlowLabel[]
}

/** Our flow as a versioned flow of NiFi 1.12, which every later version reads. Bundles are of no installation. */
export interface ReplayFlow extends FlowSnapshot {
  readonly flowContents: ReplayGroup
}

/** The site of the flow that is kept in the repository: an S3 server beside AWS, with keys. */
export const exampleSite: FlowSite = {
  emission: {
    storage: 's3',
    bucket: 'cqube-emission',
    region: 'us-east-1',
    endpoint: 'https://s3.example.org',
    credentials: 'keys',
  },
  database: {
    url: 'jdbc:postgresql://localhost:5432/cqube_db',
    user: 'cqube_replay_nifi',
    driverFile: '/opt/nifi/drivers/postgresql.jar',
  },
}

const contents = (site: FlowSite, comments: string): ReplayGroup => ({
  identifier: groupId,
  name: flowNames.group,
  comments,
  position: {x: 0, y: 0},
  processors: [...deletionProcessors(site), ...failureProcessors],
  controllerServices: flowServices(site),
  connections: flowConnections,
  funnels: flowFunnels,
  labels: flowLabels,
  processGroups: [],
  remoteProcessGroups: [],
  inputPorts: [],
  outputPorts: [],
  parameterContextName: flowNames.parameterContext,
  componentType: 'PROCESS_GROUP',
})

/** Tells one flow from another, whatever the site: it changes with the flow by itself. In the comments of the group. */
export const flowVersion: string = createHash('sha256')
  .update(JSON.stringify(contents(exampleSite, '')))
  .digest('hex')
  .slice(0, 8)

/**
 * Our flow for one site: the same processors and connections everywhere. What a site has no value for is left out of the
 * properties, since NiFi takes an empty value for a wrong one. Secrets are in no flow.
 */
export const replayFlow = (site: FlowSite): ReplayFlow => ({
  flowContents: contents(site, `Deletes what merged requests of cqube-replay ask for. Flow ${flowVersion}.`),
  parameterContexts: {
    [flowNames.parameterContext]: {name: flowNames.parameterContext, parameters: snapshotParameters(site)},
  },
  externalControllerServices: {},
  flowEncodingVersion: '1.0',
})
