import {processor, type FlowProcessor} from './flow-parts.ts'
import type {FlowSite} from './flow-site.ts'
import {bound, integer, text} from './sql-arguments.ts'

const standard = {artifact: 'nifi-standard-nar'}
const standardType = (name: string): string => `org.apache.nifi.processors.standard.${name}`

/** How many deletions one question takes. NiFi asks again only when all of these but a few are done. */
const deletionsAtOnce = 100

/** How long a deletion waits for a table that somebody else has locked. Then it fails, and the ledger gives it out again. */
const lockTimeout = '30s'

/**
 * From the question to the deletion. The names of its attributes have a space in them: the metadata of an S3 object
 * become attributes, and no metadata can be called so.
 */
export const deletionProcessors = (site: FlowSite): readonly FlowProcessor[] => [
  processor({
    id: 'ask',
    says: 'Asks the ledger every two seconds for deletions whose document lies in the emission store. The ledger gives each of them out once, and again when nothing was heard of it.',
    type: standardType('ExecuteSQLRecord'),
    ...standard,
    at: {x: 0, y: 0},
    every: '2 sec',
    // One node is enough to ask. Who asks at the same time is given others.
    isOnPrimaryNodeOnly: true,
    properties: {
      'SQL select query': `select * from cqube_replay.next_deletions(${deletionsAtOnce})`,
      'esql-max-rows': '1',
      'Max Wait Time': '30 secs',
    },
    services: {'Database Connection Pooling Service': 'database', 'esqlrecord-record-writer': 'answers'},
    // It has no FlowFile to fail with: it says so in a bulletin and asks again.
    ends: ['failure'],
  }),
  processor({
    id: 'dropEmpty',
    says: 'Nothing is to be deleted most of the time: such an answer ends here.',
    type: standardType('RouteOnAttribute'),
    ...standard,
    at: {x: 0, y: 240},
    properties: {'Routing Strategy': 'Route to Property name', deletion: '${executesql.row.count:gt(0)}'},
    ends: ['unmatched'],
  }),
  processor({
    id: 'readAnswer',
    says: 'Makes attributes of the answer: run id, document number, data source and object key.',
    type: standardType('EvaluateJsonPath'),
    ...standard,
    at: {x: 0, y: 480},
    properties: {
      Destination: 'flowfile-attribute',
      'Return Type': 'scalar',
      'run id': '$.run_id',
      'document number': '$.document_no',
      'data source': '$.data_source',
      'object key': '$.object_key',
    },
  }),
  processor({
    id: 'whereIsIt',
    says: 'The parameter "storage" says whether the documents lie in S3 or in a directory.',
    type: standardType('RouteOnAttribute'),
    ...standard,
    at: {x: 0, y: 720},
    properties: {
      'Routing Strategy': 'Route to Property name',
      s3: "${#{storage}:equals('s3')}",
      directory: "${#{storage}:equals('s3'):not()}",
    },
    // One of the two always holds.
    ends: ['unmatched'],
  }),
  fetchObject(site),
  fetchFile(site),
  processor({
    id: 'bindDocument',
    says: 'Makes the whole document an argument of the call. It is never part of an SQL text.',
    type: standardType('EvaluateJsonPath'),
    ...standard,
    at: {x: 0, y: 1260},
    properties: {Destination: 'flowfile-attribute', 'Return Type': 'json', 'sql.args.4.value': '$'},
  }),
  processor({
    id: 'bindCall',
    says: 'Makes run id, document number and data source arguments of the call, and takes out any other argument.',
    type: 'org.apache.nifi.processors.attributes.UpdateAttribute',
    artifact: 'nifi-update-attribute-nar',
    at: {x: 0, y: 1500},
    properties: bound([
      text("${'run id'}"),
      integer("${'document number'}"),
      text("${'data source'}"),
      {type: text('').type, value: null},
    ]),
  }),
  processor({
    id: 'deleteRows',
    says: 'One call is one deletion in one transaction: rows, archive and record in the ledger, or nothing. Called again, it deletes nothing and says what was deleted. The rows are counted there; nothing is left to do here.',
    type: standardType('ExecuteSQL'),
    ...standard,
    at: {x: 0, y: 1740},
    // A large deletion, or one that waits for a lock, does not hold up the others. More would make PostgreSQL slower.
    tasks: 2,
    properties: {
      'sql-pre-query': `set lock_timeout = '${lockTimeout}'`,
      'SQL select query': 'select * from cqube_replay.execute_deletion(?, ?, ?, ?::jsonb)',
      // Without a limit: millions of rows take their time.
      'Max Wait Time': '0 secs',
    },
    services: {'Database Connection Pooling Service': 'database'},
    ends: ['success'],
  }),
]

const fetchFile = ({emission}: FlowSite): FlowProcessor =>
  processor({
    id: 'fetchFile',
    says: 'Reads exactly that document from the emission directory, and leaves it there.',
    type: standardType('FetchFile'),
    ...standard,
    at: {x: 260, y: 960},
    properties: {
      'File to Fetch':
        emission.storage === 'local'
          ? "#{directory}/${'object key'}"
          : 'not used here: the documents of this site lie in S3',
      'Completion Strategy': 'None',
    },
  })

const fetchObject = ({emission}: FlowSite): FlowProcessor =>
  processor({
    id: 'fetchObject',
    says: 'Reads exactly that document from the emission bucket, and leaves it there.',
    type: 'org.apache.nifi.processors.aws.s3.FetchS3Object',
    artifact: 'nifi-aws-nar',
    at: {x: -260, y: 1020},
    properties: {
      'Object Key': "${'object key'}",
      'Communications Timeout': '30 secs',
      ...(emission.storage === 'local'
        ? {Bucket: 'not used here: the documents of this site lie in a directory', Region: 'us-east-1'}
        : {
            Bucket: '#{bucket}',
            Region: '#{region}',
            // Given, it also makes the bucket a part of the path, as S3 servers beside AWS have it.
            ...(emission.endpoint === null ? {} : {'Endpoint Override URL': '#{endpoint}'}),
          }),
    },
    services: {'AWS Credentials Provider service': 'credentials'},
  })
