import {groupsFrom, within, type FakeConnection, type FakeFlowFile} from './model.ts'
import {found} from './refusal.ts'
import type {Outcome} from './requests.ts'
import {accepted, ok, type Call, type Reply, type Route} from './routes.ts'

const bundle = (artifact: string, {profile}: Call) => ({group: 'org.apache.nifi', artifact, version: profile.version})

const processorTypes: readonly (readonly [string, string])[] = [
  ['org.apache.nifi.processors.attributes.UpdateAttribute', 'nifi-update-attribute-nar'],
  ['org.apache.nifi.processors.aws.s3.FetchS3Object', 'nifi-aws-nar'],
  ...[
    'GenerateFlowFile',
    'ExecuteSQL',
    'ExecuteSQLRecord',
    'EvaluateJsonPath',
    'FetchFile',
    'LogMessage',
    'ReplaceText',
    'RouteOnAttribute',
    'SplitJson',
  ].map((name) => [`org.apache.nifi.processors.standard.${name}`, 'nifi-standard-nar'] as const),
]

const credentials = 'org.apache.nifi.processors.aws.credentials.provider.service.AWSCredentialsProvider'
const serviceTypes: readonly (readonly [string, string, string, string])[] = [
  [
    'org.apache.nifi.dbcp.DBCPConnectionPool',
    'nifi-dbcp-service-nar',
    'org.apache.nifi.dbcp.DBCPService',
    'nifi-standard-services-api-nar',
  ],
  [
    'org.apache.nifi.json.JsonRecordSetWriter',
    'nifi-record-serialization-services-nar',
    'org.apache.nifi.serialization.RecordSetWriterFactory',
    'nifi-standard-services-api-nar',
  ],
  [`${credentials}ControllerService`, 'nifi-aws-nar', `${credentials}Service`, 'nifi-aws-service-api-nar'],
]

const connectionOf = ({model, ids: [id = '']}: Call): FakeConnection =>
  found(model.connections.get(id), `Unable to find connection with id '${id}'.`)

const summary = ({uuid, size, penalized}: FakeFlowFile, index: number) => ({
  uuid,
  filename: uuid,
  position: index + 1,
  size,
  queuedDuration: 1,
  lineageDuration: 1,
  penaltyExpiresIn: 0,
  penalized,
})

/** NiFi lists a hundred at most, and nothing more when the request is taken away. */
const listingAnswer = ({id, isDone, result}: Outcome, isRemoved = false): unknown => ({
  listingRequest: {
    id,
    finished: isDone,
    percentCompleted: isDone ? 100 : 0,
    maxResults: 100,
    state: isDone ? 'Completed successfully' : 'Waiting for other queue requests to complete',
    ...(isDone && !isRemoved
      ? {flowFileSummaries: (result as readonly FakeFlowFile[]).slice(0, 100).map(summary)}
      : {}),
  },
})

function search({model, query}: Call): Reply {
  const text = (query.get('q') ?? '').toLowerCase()
  const matches = (properties: Readonly<Record<string, string>>) =>
    Object.entries(properties)
      .filter(([, value]) => value.toLowerCase().includes(text))
      .map(([key, value]) => `Property value: ${key} - ${value}`)
  const of = (parts: Iterable<{id: string; name: string; groupId: string; properties: Record<string, string>}>) =>
    [...parts]
      .map(({id, name, groupId, properties}) => ({id, name, groupId, matches: matches(properties)}))
      .filter((result) => result.matches.length > 0)
  return ok({
    searchResultsDTO: {
      processorResults: of(model.processors.values()),
      controllerServiceNodeResults: of(model.services.values()),
      parameterContextResults: [],
      parameterResults: [],
    },
  })
}

function emptyAll({model, ids: [id = '']}: Call): Reply {
  for (const {flowFiles} of within(model.connections, groupsFrom(model, id))) flowFiles.splice(0)
  return accepted({dropRequest: {id: 'drop', finished: true, percentCompleted: 100}})
}

export const serverRoutes: readonly Route[] = [
  ['GET /flow/about', ({profile}) => ok({about: {title: 'NiFi', version: profile.version, timezone: 'UTC'}})],
  [
    'GET /flow/cluster/summary',
    () => ok({clusterSummary: {clustered: false, connectedToCluster: false, connectedNodeCount: 0, totalNodeCount: 0}}),
  ],
  [
    'GET /system-diagnostics',
    ({profile}) => ok({systemDiagnostics: {aggregateSnapshot: {versionInfo: {niFiVersion: profile.version}}}}),
  ],
  [
    'GET /flow/current-user',
    () => {
      const all = {canRead: true, canWrite: true}
      const permissions = {parameterContextPermissions: all, restrictedComponentsPermissions: all}
      return ok({identity: 'anonymous', anonymous: true, ...permissions, componentRestrictionPermissions: []})
    },
  ],
  ['GET /flow/search-results', search],
  [
    'GET /flow/processor-types',
    (call) => ok({processorTypes: processorTypes.map(([type, artifact]) => ({type, bundle: bundle(artifact, call)}))}),
  ],
  [
    'GET /flow/controller-service-types',
    (call) =>
      ok({
        controllerServiceTypes: serviceTypes.map(([type, artifact, api, apiArtifact]) => ({
          type,
          bundle: bundle(artifact, call),
          controllerServiceApis: [{type: api, bundle: bundle(apiArtifact, call)}],
        })),
      }),
  ],
  [
    'GET /flow/bulletin-board',
    ({model}) =>
      ok({
        bulletinBoard: {
          bulletins: model.bulletins.map(({id, groupId, sourceId, ...rest}) => {
            const bulletin = {id, groupId, sourceId, category: 'Log Message', timestamp: '12:00:00 UTC', ...rest}
            // Of a source that is gone, the text is gone as well.
            const isKnown = model.processors.has(sourceId) || model.services.has(sourceId)
            const head = {id, groupId, sourceId, timestamp: '12:00:00 UTC'}
            return isKnown ? {...head, canRead: true, bulletin} : {...head, canRead: false}
          }),
          generated: '12:00:00 UTC',
        },
      }),
  ],
  [
    'POST /flowfile-queues/:/listing-requests',
    (call) => {
      const {flowFiles} = connectionOf(call)
      return accepted(listingAnswer(call.requests.start('listing', () => [...flowFiles])))
    },
  ],
  [
    'GET /flowfile-queues/:/listing-requests/:',
    ({requests, ids}) => ok(listingAnswer(requests.look('listing', ids[1] ?? ''))),
  ],
  [
    'DELETE /flowfile-queues/:/listing-requests/:',
    ({requests, ids}) => ok(listingAnswer(requests.remove('listing', ids[1] ?? ''), true)),
  ],
  [
    'GET /flowfile-queues/:/flowfiles/:',
    (call) => {
      const uuid = call.ids[1] ?? ''
      const flowFile = connectionOf(call).flowFiles.find((candidate) => candidate.uuid === uuid)
      const {attributes, size} = found(flowFile, `The FlowFile with UUID ${uuid} is no longer in the active queue.`)
      return ok({flowFile: {uuid, size, attributes}})
    },
  ],
  ['POST /process-groups/:/empty-all-connections-requests', emptyAll],
]
