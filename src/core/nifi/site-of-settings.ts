import {ReplayError} from '../replay-error.ts'
import {connectionFacts, type ConnectionFact} from '../settings/connection-facts.ts'
import type {Settings} from '../settings/settings.ts'
import type {FlowSnapshot} from './bundles.ts'
import type {FlowSite} from './flow-site.ts'

export interface SettledSite {
  readonly site: FlowSite
  /** What may be wrong with it, in full sentences: only NiFi's machine can tell. */
  readonly doubts: readonly string[]
}

type SiteSettings = Pick<Settings, 'emission' | 's3' | 'nifi'>

/**
 * What NiFi is to be told of this site.
 * @param environment names the database where the settings do not say how NiFi sees it
 * @param emissionDirectory absolute, as this machine sees it
 * @throws {ReplayError} USAGE where the database is reached in a way that is of no use to NiFi
 */
export function siteOfSettings(
  settings: SiteSettings,
  environment: Readonly<Record<string, string | undefined>>,
  emissionDirectory: string,
): SettledSite {
  const {nifi} = settings
  const url = nifi.databaseUrl ?? jdbcUrl(connectionFacts(environment))
  const elsewhere = !isHere(hostOf(nifi.address ?? ''))
  const isLoopback = isHere(hostOf(url.replace(/^jdbc:/, '')))
  const doubts = [
    ...(elsewhere && isLoopback
      ? [
          `NiFi is told to find the database at ${url.replace(/\?.*/, '')}, which is its own machine: if the database is not there, say in \`nifi.database_url\` how NiFi sees it.`,
        ]
      : []),
    ...(elsewhere && settings.emission.storage === 'local' && nifi.emissionDirectory === null
      ? [
          `NiFi is told to find the emission documents at ${emissionDirectory}: if that is another place on its machine, say so in \`nifi.emission_directory\`.`,
        ]
      : []),
    ...(/sslmode=verify-/.test(url)
      ? ["NiFi's machine needs the authority of the database's certificate as ~/.postgresql/root.crt of NiFi's user."]
      : []),
  ]
  const database = {url, user: nifi.databaseUser, driverFile: nifi.driverFile}
  return {site: {emission: emissionOf(settings, emissionDirectory), database}, doubts}
}

function emissionOf({emission, s3, nifi}: SiteSettings, emissionDirectory: string): FlowSite['emission'] {
  if (emission.storage === 'local') return {storage: 'local', directory: nifi.emissionDirectory ?? emissionDirectory}
  return {
    storage: 's3',
    bucket: emission.bucket ?? '',
    region: s3.region,
    endpoint: s3.endpoint,
    credentials: nifi.s3SignIn,
  }
}

function jdbcUrl(facts: readonly ConnectionFact[]): string {
  const valueOf = (name: ConnectionFact['name']): string | null =>
    facts.find((fact) => fact.name === name)?.value ?? null
  const [host, database] = [valueOf('host') ?? 'localhost', valueOf('database') ?? valueOf('user')]
  if (database === null || host.startsWith('/') || /\s/.test(host + database)) {
    throw new ReplayError(
      'USAGE',
      'How NiFi reaches the database cannot be told from this connection, which is a socket, no address, or names no database. Say it in `nifi.database_url`, such as jdbc:postgresql://database.example.org:5432/cqube_db. Nothing was changed.',
    )
  }
  const sslmode = valueOf('sslmode')
  const named = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const secured = sslmode === null || ['disable', 'allow', 'prefer'].includes(sslmode) ? '' : `&sslmode=${sslmode}`
  // A question every two seconds and then an hour of deleting: firewalls forget connections that say nothing.
  const query = `?tcpKeepAlive=true&ApplicationName=cqube-replay${secured}`
  return `jdbc:postgresql://${named}:${valueOf('port') ?? '5432'}/${encodeURIComponent(database)}${query}`
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname : '')

const isHere = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127\./.test(host)

/** Our flow under the name that the settings give to the group: two of them may live in one NiFi, each with its context. */
export function namedFlow(flow: FlowSnapshot, name: string): FlowSnapshot {
  const [context] = Object.values((flow['parameterContexts'] ?? {}) as Readonly<Record<string, object>>)
  return {
    ...flow,
    flowContents: {...flow.flowContents, name, parameterContextName: name},
    parameterContexts: {[name]: {...context, name}},
  }
}
