import {service, type FlowService} from './flow-parts.ts'
import type {FlowSite} from './flow-site.ts'

const aws = 'org.apache.nifi.processors.aws.credentials.provider.service'
const standardApis = 'nifi-standard-services-api-nar'

export const flowServices = (site: FlowSite): readonly FlowService[] => [
  service({
    id: 'database',
    says: 'The database of cQube, with the ledger in it. Its account may ask, delete by the ledger, and record failures; it reads and writes no table.',
    type: 'org.apache.nifi.dbcp.DBCPConnectionPool',
    artifact: 'nifi-dbcp-service-nar',
    api: {type: 'org.apache.nifi.dbcp.DBCPService', artifact: standardApis},
    properties: {
      'Database Connection URL': '#{database-url}',
      'Database Driver Class Name': 'org.postgresql.Driver',
      ...(site.database.driverFile === null ? {} : {'database-driver-locations': '#{database-driver}'}),
      'Database User': '#{database-user}',
      Password: '#{database-password}',
      'Max Wait Time': '10 secs',
      // One for the question, two for deletions, one for failures, and some to spare.
      'Max Total Connections': '6',
      // A connection that PostgreSQL closed in the meantime is noticed before a deletion is given to it.
      'Validation-query': 'select 1',
    },
  }),
  service({
    id: 'answers',
    says: 'One answer of the ledger is one JSON object.',
    type: 'org.apache.nifi.json.JsonRecordSetWriter',
    artifact: 'nifi-record-serialization-services-nar',
    api: {type: 'org.apache.nifi.serialization.RecordSetWriterFactory', artifact: standardApis},
    properties: {'output-grouping': 'output-oneline'},
  }),
  service({
    id: 'credentials',
    says: credentialsSay(site),
    type: `${aws}.AWSCredentialsProviderControllerService`,
    artifact: 'nifi-aws-nar',
    api: {type: `${aws}.AWSCredentialsProviderService`, artifact: 'nifi-aws-service-api-nar'},
    properties: credentialsOf(site),
  }),
]

/** NiFi calls the service invalid, and starts nothing that names it, unless one kind of credentials is chosen. */
function credentialsOf({emission}: FlowSite): Readonly<Record<string, string>> {
  if (emission.storage === 'local') return {'anonymous-credentials': 'true'}
  return emission.credentials === 'keys'
    ? {'Access Key': '#{access-key}', 'Secret Key': '#{secret-key}'}
    : {'default-credentials': 'true'}
}

const credentialsSay = ({emission}: FlowSite): string =>
  emission.storage === 's3'
    ? 'May read the emission bucket; it needs no other right.'
    : 'Of nobody: the documents of this site come from a directory.'
