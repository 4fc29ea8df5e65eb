import {ReplayError} from '../replay-error.ts'
import type {Rule} from '../document/section.ts'
import {apiUrl, repositoryName} from '../settings/forge-rules.ts'
import type {GithubSettings} from '../settings/settings.ts'

export interface ApiAddress {
  /** Without a slash at its end. */
  readonly apiUrl: string
  /** `owner/name` */
  readonly repository: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** What is said about it outright: null where nothing is. */
export interface NamedAddress {
  readonly apiUrl: string | null
  readonly repository: string | null
}

/**
 * What the settings say, else the environment of a workflow.
 * @throws {ReplayError} SETTINGS_INVALID for a variable that holds no address or name
 */
export function namedAddress(settings: GithubSettings, environment: Environment): NamedAddress {
  return {
    apiUrl: settings.apiUrl ?? variable(environment, 'GITHUB_API_URL', apiUrl),
    repository: settings.repository ?? variable(environment, 'GITHUB_REPOSITORY', repositoryName),
  }
}

function variable(environment: Environment, name: string, rule: Rule<string | null>): string | null {
  const text = environment[name] ?? ''
  if (text === '') return null
  const checked = rule(text)
  if ('value' in checked) return checked.value
  throw new ReplayError('SETTINGS_INVALID', `Of the environment, ${checked.what(name)}`)
}

const remoteForms = [
  /^(?<scheme>https):\/\/(?<host>[^/@:]+)(?<port>:\d+)?\/(?<path>[^?#]+)$/,
  /^ssh:\/\/([^/@]+@)?(?<host>[^/@:]+)(:\d+)?\/(?<path>[^?#]+)$/,
  /^[^/@:]+@(?<host>[^/@:]+):(?<path>[^?#]+)$/,
]

/** GitHub answers ssh on the port of https under this name, too. */
const hostOf = (host: string): string => (host === 'ssh.github.com' ? 'github.com' : host)

/** Source: GitHub, "Getting started with the REST API"; GitHub Enterprise Cloud with data residency is `NAME.ghe.com`. */
function apiOf(host: string, port: string): string {
  if (host === 'github.com') return 'https://api.github.com'
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `https://${host}${port}/api/v3`
}

/** @returns null where the address is of another kind, such as a path */
export function addressOfRemote(remote: string): ApiAddress | null {
  const found = remoteForms.map((form) => form.exec(remote)).find((match) => match !== null)
  const {host = '', port = '', path = ''} = found?.groups ?? {}
  const name = repositoryName(path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, ''))
  if (!('value' in name) || name.value === null) return null
  return {apiUrl: apiOf(hostOf(host.toLowerCase()), port), repository: name.value}
}

/**
 * Where GitHub's interface and the repository are.
 * @param remote address of the remote that the runner follows
 * @throws {ReplayError} SETTINGS_INVALID when neither says it
 */
export function apiAddress(named: NamedAddress, remote: string): ApiAddress {
  const found = addressOfRemote(remote)
  const url = named.apiUrl ?? found?.apiUrl
  const repository = named.repository ?? found?.repository
  if (url !== undefined && repository !== undefined) return {apiUrl: url, repository}
  const missing = [
    ...(url === undefined ? ['github.api_url'] : []),
    ...(repository === undefined ? ['github.repository'] : []),
  ]
  throw new ReplayError(
    'SETTINGS_INVALID',
    `cqube-replay.yaml does not say where the pull requests are, and the remote ${remote} is no https or ssh address of a ` +
      `repository on GitHub. Set ${missing.map((key) => `\`${key}\``).join(' and ')}. Nothing was asked of GitHub.`,
  )
}
