import type {Bundle, FlowSnapshot, SnapshotComponent} from '../../../src/core/nifi/bundles.ts'

const groupIdentifier = 'loading'
const standard = 'org.apache.nifi.processors.standard'
const pool = 'Tables of cQube'

export interface LoadingSite {
  readonly name: string
  /** From which files are taken. */
  readonly directory: string
  readonly url: string
  readonly driverFile: string
  readonly table: string
  /** Numbers, as they stand in a line, between commas. */
  readonly columns: readonly string[]
}

/** A small ingestion: takes files of a folder, and puts their lines into a table. */
export const loadingFlow = (site: LoadingSite): FlowSnapshot => ({
  flowContents: {
    identifier: groupIdentifier,
    name: site.name,
    comments: 'Stands for the ingestion of cQube',
    position: {x: 0, y: 0},
    processors: processorsOf(site),
    controllerServices: [poolOf(site)],
    connections: [
      connection('Take files', 'Split into lines', ['success']),
      connection('Split into lines', 'Read the line', ['splits']),
      connection('Read the line', 'Bind the line', ['matched']),
      connection('Bind the line', 'Insert', ['success']),
      connection('Insert', 'Insert', ['retry']),
    ],
    processGroups: [],
    remoteProcessGroups: [],
    inputPorts: [],
    outputPorts: [],
    labels: [],
    funnels: [],
    componentType: 'PROCESS_GROUP',
  },
  parameterContexts: {},
  externalControllerServices: {},
  flowEncodingVersion: '1.0',
})

function processorsOf({directory, table, columns}: LoadingSite): readonly SnapshotComponent[] {
  const bound = columns.flatMap((_, index) => [
    [`sql.args.${index + 1}.type`, '-5'],
    [`sql.args.${index + 1}.value`, `\${line.${index + 1}}`],
  ])
  const insert = `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
  return [
    processor(
      'Take files',
      `${standard}.GetFile`,
      {'Input Directory': directory, 'Keep Source File': 'false', 'Polling Interval': '0 sec'},
      [],
      '1 sec',
    ),
    processor(
      'Split into lines',
      `${standard}.SplitText`,
      {'Line Split Count': '1', 'Header Line Count': '0', 'Remove Trailing Newlines': 'true'},
      ['original', 'failure'],
    ),
    processor(
      'Read the line',
      `${standard}.ExtractText`,
      {line: `^${columns.map(() => String.raw`(\d+)`).join(',')}$`, 'Include Capture Group 0': 'false'},
      ['unmatched'],
    ),
    {
      ...processor('Bind the line', 'org.apache.nifi.processors.attributes.UpdateAttribute', {}, []),
      bundle: bundle('nifi-update-attribute-nar'),
      ...settings(Object.fromEntries(bound) as Record<string, string>),
    },
    processor(
      'Insert',
      `${standard}.PutSQL`,
      {'JDBC Connection Pool': pool, 'putsql-sql-statement': insert, 'Support Fragmented Transactions': 'false'},
      ['success', 'failure'],
    ),
  ]
}

/** Of no installation: a replacement fills in what is there. */
const bundle = (artifact: string): Bundle => ({group: 'org.apache.nifi', artifact, version: '0'})

const settings = (properties: Readonly<Record<string, string>>) => ({
  properties,
  propertyDescriptors: Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      {name, displayName: name, identifiesControllerService: value === pool, sensitive: false},
    ]),
  ),
})

const processor = (
  name: string,
  type: string,
  properties: Readonly<Record<string, string>>,
  ends: readonly string[],
  every = '0 sec',
): SnapshotComponent => ({
  identifier: name,
  name,
  comments: '',
  position: {x: 0, y: 0},
  type,
  bundle: bundle('nifi-standard-nar'),
  style: {},
  schedulingPeriod: every,
  schedulingStrategy: 'TIMER_DRIVEN',
  executionNode: 'ALL',
  penaltyDuration: '1 sec',
  yieldDuration: '1 sec',
  bulletinLevel: 'WARN',
  runDurationMillis: 0,
  concurrentlySchedulableTaskCount: 1,
  ...settings(properties),
  autoTerminatedRelationships: ends,
  scheduledState: 'ENABLED',
  componentType: 'PROCESSOR',
  groupIdentifier,
})

const poolOf = ({url, driverFile}: LoadingSite): SnapshotComponent => ({
  identifier: pool,
  name: pool,
  comments: '',
  type: 'org.apache.nifi.dbcp.DBCPConnectionPool',
  bundle: bundle('nifi-dbcp-service-nar'),
  controllerServiceApis: [{type: 'org.apache.nifi.dbcp.DBCPService', bundle: bundle('nifi-standard-services-api-nar')}],
  ...settings({
    'Database Connection URL': url,
    'Database Driver Class Name': 'org.postgresql.Driver',
    'database-driver-locations': driverFile,
    'Database User': 'postgres',
  }),
  componentType: 'CONTROLLER_SERVICE',
  groupIdentifier,
})

const end = (name: string) => ({id: name, type: 'PROCESSOR', groupId: groupIdentifier, name, comments: ''})

const connection = (from: string, to: string, selectedRelationships: readonly string[]) => ({
  identifier: `${from} to ${to}`,
  name: `${from} to ${to}`,
  source: end(from),
  destination: end(to),
  labelIndex: 1,
  zIndex: 0,
  selectedRelationships,
  backPressureObjectThreshold: 10_000,
  backPressureDataSizeThreshold: '10 MB',
  flowFileExpiration: '0 sec',
  prioritizers: [],
  bends: [],
  loadBalanceStrategy: 'DO_NOT_LOAD_BALANCE',
  loadBalanceCompression: 'DO_NOT_COMPRESS',
  componentType: 'CONNECTION',
  groupIdentifier,
})
