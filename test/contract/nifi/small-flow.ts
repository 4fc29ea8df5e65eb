import type {Bundle, FlowSnapshot, SnapshotComponent} from '../../../src/core/nifi/bundles.ts'

/** Of no installation: a replacement fills in what is there. */
const bundle = (artifact: string): Bundle => ({group: 'org.apache.nifi', artifact, version: '0'})

interface Of {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly artifact: string
  readonly properties: Readonly<Record<string, string>>
}

const descriptorsOf = (properties: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.keys(properties).map((name) => [
      name,
      {name, displayName: name, identifiesControllerService: false, sensitive: false},
    ]),
  )

const processor = (of: Of, autoTerminated: readonly string[]): SnapshotComponent => ({
  identifier: of.id,
  name: of.name,
  comments: '',
  position: {x: 0, y: 0},
  type: of.type,
  bundle: bundle(of.artifact),
  style: {},
  schedulingPeriod: '1 day',
  schedulingStrategy: 'TIMER_DRIVEN',
  executionNode: 'ALL',
  penaltyDuration: '1 sec',
  yieldDuration: '1 sec',
  bulletinLevel: 'WARN',
  runDurationMillis: 0,
  concurrentlySchedulableTaskCount: 1,
  properties: of.properties,
  propertyDescriptors: descriptorsOf(of.properties),
  autoTerminatedRelationships: autoTerminated,
  scheduledState: 'ENABLED',
  componentType: 'PROCESSOR',
  groupIdentifier: 'small',
})

const service = (of: Of, api: string, apiArtifact: string): SnapshotComponent => ({
  identifier: of.id,
  name: of.name,
  comments: '',
  type: of.type,
  bundle: bundle(of.artifact),
  controllerServiceApis: [{type: api, bundle: bundle(apiArtifact)}],
  properties: of.properties,
  propertyDescriptors: descriptorsOf(of.properties),
  componentType: 'CONTROLLER_SERVICE',
  groupIdentifier: 'small',
})

const end = (id: string, name: string) => ({id, type: 'PROCESSOR', groupId: 'small', name, comments: ''})

const connection = (name: string, source: ReturnType<typeof end>, destination: ReturnType<typeof end>) => ({
  identifier: 'to-hold',
  name,
  source,
  destination,
  labelIndex: 1,
  zIndex: 0,
  selectedRelationships: ['success'],
  backPressureObjectThreshold: 100,
  backPressureDataSizeThreshold: '1 MB',
  flowFileExpiration: '0 sec',
  prioritizers: [],
  bends: [],
  loadBalanceStrategy: 'DO_NOT_LOAD_BALANCE',
  loadBalanceCompression: 'DO_NOT_COMPRESS',
  componentType: 'CONNECTION',
  groupIdentifier: 'small',
})

const standard = 'org.apache.nifi.processors'
export const generateType = `${standard}.standard.GenerateFlowFile`
export const updateType = `${standard}.attributes.UpdateAttribute`
export const poolType = 'org.apache.nifi.dbcp.DBCPConnectionPool'
export const credentialsType =
  'org.apache.nifi.processors.aws.credentials.provider.service.AWSCredentialsProviderControllerService'

export interface SmallFlowOptions {
  readonly contextName: string
  /** Without it, and the connection to it, where false. */
  readonly hasHold?: boolean
  /** Of the processor `Unfinished`: it is invalid as long as nothing becomes of its FlowFiles. */
  readonly unfinishedType?: string
}

/** `Generate` makes one FlowFile a day for `Hold`; `Unfinished` is invalid; `Pool` has a driver that is nowhere. */
export function smallFlow({contextName, hasHold = true, unfinishedType = updateType}: SmallFlowOptions): FlowSnapshot {
  const update = 'nifi-update-attribute-nar'
  return {
    flowContents: {
      identifier: 'small',
      name: contextName,
      comments: 'Of a test',
      position: {x: 0, y: 0},
      processors: [
        processor(
          {
            id: 'generate',
            name: 'Generate',
            type: generateType,
            artifact: 'nifi-standard-nar',
            properties: {'File Size': '0B', 'generate-ff-custom-text': '#{greeting}', note: 'made by Generate'},
          },
          hasHold ? [] : ['success'],
        ),
        ...(hasHold
          ? [processor({id: 'hold', name: 'Hold', type: updateType, artifact: update, properties: {}}, ['success'])]
          : []),
        processor({id: 'unfinished', name: 'Unfinished', type: unfinishedType, artifact: update, properties: {}}, []),
      ],
      controllerServices: [
        service(
          {
            id: 'credentials',
            name: 'Credentials',
            type: credentialsType,
            artifact: 'nifi-aws-nar',
            properties: {'default-credentials': 'true'},
          },
          'org.apache.nifi.processors.aws.credentials.provider.service.AWSCredentialsProviderService',
          'nifi-aws-service-api-nar',
        ),
        service(
          {
            id: 'pool',
            name: 'Pool',
            type: poolType,
            artifact: 'nifi-dbcp-service-nar',
            properties: {
              'Database Connection URL': 'jdbc:nothing://127.0.0.1/none',
              'Database Driver Class Name': 'org.example.NoDriver',
              // NiFi 1.12 looks for the driver only where it is told a place.
              'database-driver-locations': '/etc/hosts',
              'Database User': 'nobody',
            },
          },
          'org.apache.nifi.dbcp.DBCPService',
          'nifi-standard-services-api-nar',
        ),
      ],
      connections: hasHold ? [connection('to hold', end('generate', 'Generate'), end('hold', 'Hold'))] : [],
      processGroups: [],
      remoteProcessGroups: [],
      inputPorts: [],
      outputPorts: [],
      labels: [],
      funnels: [],
      parameterContextName: contextName,
      componentType: 'PROCESS_GROUP',
    },
    parameterContexts: {
      [contextName]: {
        name: contextName,
        parameters: [{name: 'greeting', description: '', sensitive: false, value: 'hello'}],
      },
    },
    externalControllerServices: {},
    flowEncodingVersion: '1.0',
  }
}
