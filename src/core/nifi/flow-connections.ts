import {flowNames, type FlowProcessorId} from './flow-names.ts'
import {groupId, type Position} from './flow-parts.ts'

export type FunnelId = 'failedDeletions' | 'unreadableAnswers'

export interface FlowFunnel {
  readonly identifier: FunnelId
  readonly position: Position
  readonly componentType: 'FUNNEL'
  readonly groupIdentifier: string
}

export interface FlowConnection {
  readonly identifier: string
  readonly name: string
  readonly source: End
  readonly destination: End
  readonly selectedRelationships: readonly string[]
  readonly bends: readonly Position[]
  readonly [key: string]: unknown
}

interface End {
  readonly id: FlowProcessorId | FunnelId
  readonly type: 'PROCESSOR' | 'FUNNEL'
  readonly groupId: string
  readonly name: string
  readonly comments: string
}

/** Ways out of these lead nowhere: what is in them waits for a person. */
export const flowFunnels: readonly FlowFunnel[] = [
  funnel('failedDeletions', {x: 1452, y: 1780}),
  funnel('unreadableAnswers', {x: 660, y: 520}),
]

function funnel(identifier: FunnelId, position: Position): FlowFunnel {
  return {identifier, position, componentType: 'FUNNEL', groupIdentifier: groupId}
}

const isFunnel = (id: FlowProcessorId | FunnelId): id is FunnelId => flowFunnels.some((each) => each.identifier === id)

const end = (id: FlowProcessorId | FunnelId): End => ({
  id,
  type: isFunnel(id) ? 'FUNNEL' : 'PROCESSOR',
  groupId,
  name: isFunnel(id) ? 'Funnel' : flowNames.processors[id],
  comments: '',
})

interface Way {
  readonly name: string
  readonly relationships?: readonly string[]
  /** How many FlowFiles may wait before the processor in front is not run any more; 0: any number. */
  readonly most?: number
  readonly bends?: readonly Position[]
}

/** Few, so that a deletion waits in the ledger, which knows of it, and not here. */
const few = 2
const anyNumber = 0

const connection = (from: FlowProcessorId, to: FlowProcessorId | FunnelId, way: Way): FlowConnection => ({
  identifier: `${from} to ${to}`,
  name: way.name,
  source: end(from),
  destination: end(to),
  labelIndex: 1,
  zIndex: 0,
  selectedRelationships: way.relationships ?? ['success'],
  backPressureObjectThreshold: way.most ?? few,
  backPressureDataSizeThreshold: way.most === anyNumber ? '0 B' : '100 MB',
  // Nothing is thrown away for its age.
  flowFileExpiration: '0 sec',
  prioritizers: [],
  bends: way.bends ?? [],
  loadBalanceStrategy: 'DO_NOT_LOAD_BALANCE',
  loadBalanceCompression: 'DO_NOT_COMPRESS',
  componentType: 'CONNECTION',
  groupIdentifier: groupId,
})

const failed = (from: FlowProcessorId, to: FlowProcessorId, name: string, relationships: readonly string[]) =>
  connection(from, to, {name, relationships, most: anyNumber})

export const flowConnections: readonly FlowConnection[] = [
  connection('ask', 'dropEmpty', {name: 'answers', most: 1}),
  connection('dropEmpty', 'readAnswer', {name: 'deletions', relationships: ['deletion'], most: 1}),
  connection('readAnswer', 'unreadableAnswers', {
    name: flowNames.unreadableAnswers,
    relationships: ['failure', 'unmatched'],
    most: anyNumber,
  }),
  connection('readAnswer', 'whereIsIt', {name: 'deletions by name', relationships: ['matched']}),
  connection('whereIsIt', 'fetchObject', {name: 'in S3', relationships: ['s3']}),
  connection('whereIsIt', 'fetchFile', {name: 'in the directory', relationships: ['directory']}),
  connection('fetchObject', 'bindDocument', {name: 'documents of S3'}),
  connection('fetchFile', 'bindDocument', {name: 'documents of the directory'}),
  connection('bindDocument', 'bindCall', {name: 'document bound', relationships: ['matched']}),
  connection('bindCall', 'deleteRows', {name: 'ready to delete'}),
  failed('fetchFile', 'notFound', 'not found', ['not.found']),
  failed('fetchFile', 'notReadable', 'not permitted', ['permission.denied']),
  failed('fetchFile', 'notFetched', 'not read', ['failure']),
  failed('fetchObject', 'notFetched', 'not fetched', ['failure']),
  failed('bindDocument', 'notJson', 'no JSON', ['failure', 'unmatched']),
  failed('deleteRows', 'notDeleted', 'refused or failed', ['failure']),
  ...(['notFound', 'notReadable', 'notFetched', 'notJson', 'notDeleted'] as const).map((id) =>
    failed(id, 'bindFailure', '', ['success']),
  ),
  failed('bindFailure', 'record', 'to be recorded', ['success']),
  // Never given up: PostgreSQL comes back some time.
  connection('record', 'record', {
    name: 'not recorded yet',
    relationships: ['failure'],
    most: anyNumber,
    bends: [
      {x: 1860, y: 1420},
      {x: 1860, y: 1500},
    ],
  }),
  connection('record', 'failedDeletions', {name: flowNames.failedDeletions, most: anyNumber}),
]
