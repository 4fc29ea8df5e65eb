import type {FlowSecrets, FlowSite} from './flow-site.ts'

export interface FlowParameter {
  readonly name: string
  readonly value: string
  readonly isSensitive: boolean
  readonly description: string
}

/** A parameter before it has its value; null: NiFi keeps what it has. */
type Unset = Omit<FlowParameter, 'value'> & {readonly value: string | null}

const open = (name: string, value: string, description: string): Unset => ({
  name,
  value,
  isSensitive: false,
  description,
})
const secret = (name: string, value: string | null, description: string): Unset => ({
  name,
  value,
  isSensitive: true,
  description,
})

function emissionParameters({emission}: FlowSite, secrets: FlowSecrets | null): readonly Unset[] {
  const storage = open('storage', emission.storage, 'Where the emission documents lie: "local" (a directory) or "s3".')
  if (emission.storage === 'local') {
    const says = "The emission directory, as NiFi's machine sees it. NiFi reads from it and changes nothing in it."
    return [storage, open('directory', emission.directory, says)]
  }
  return [
    storage,
    open('bucket', emission.bucket, 'The emission bucket. NiFi reads from it and changes nothing in it.'),
    open('region', emission.region, 'Its region, as NiFi writes it, such as us-east-1.'),
    ...(emission.endpoint === null
      ? []
      : [open('endpoint', emission.endpoint, 'Address of the S3 server, where it is not that of AWS.')]),
    ...(emission.credentials === 'keys'
      ? [
          secret('access-key', secrets?.accessKey ?? null, 'Key of an account that may read the emission bucket.'),
          secret('secret-key', secrets?.secretKey ?? null, 'The secret of that key.'),
        ]
      : []),
  ]
}

function databaseParameters({database}: FlowSite, secrets: FlowSecrets | null): readonly Unset[] {
  return [
    open('database-url', database.url, 'The database of cQube, with the ledger in it.'),
    open('database-user', database.user, 'An account with the rights that `cqube-replay db grants` gives to NiFi.'),
    secret('database-password', secrets?.databasePassword ?? null, 'Its password.'),
    ...(database.driverFile === null
      ? []
      : [open('database-driver', database.driverFile, "The jar of PostgreSQL's JDBC driver on NiFi's machine.")]),
  ]
}

/** Everything that the flow of this site refers to, without the secrets that are not given. */
export const flowParameters = (site: FlowSite, secrets: FlowSecrets): readonly FlowParameter[] =>
  unsetParameters(site, secrets).flatMap(({value, ...rest}) => (value === null ? [] : [{...rest, value}]))

const unsetParameters = (site: FlowSite, secrets: FlowSecrets | null): readonly Unset[] => [
  ...emissionParameters(site, secrets),
  ...databaseParameters(site, secrets),
]

/** The parameter context as a flow carries it: without a secret. */
export const snapshotParameters = (site: FlowSite) =>
  unsetParameters(site, null).map(({name, value, isSensitive, description}) => ({
    name,
    description,
    sensitive: isSensitive,
    ...(value === null ? {} : {value}),
  }))
