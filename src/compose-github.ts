import type {GithubClient} from './adapters/github/github-client.ts'
import {apiAddress, namedAddress} from './core/github/api-address.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Clock} from './ports.ts'
import type {PullRequests} from './ports/pull-requests.ts'

/** The repository on GitHub. */
export interface Github {
  readonly client: GithubClient
  readonly pullRequests: PullRequests
}

/** Where a command runs, as far as git and GitHub are asked there. */
export interface ForgePlace {
  /** Of the operator's repository. */
  readonly root: string
  /** A bare repository that git works in; absent: the checkout in `root`. */
  readonly repository?: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
}

/**
 * @param settings those of the protected branch: the token is sent to where they say that GitHub is
 * @throws {ReplayError} SETTINGS_INVALID, USAGE when it is not known where the repository is
 */
export async function githubOf(place: ForgePlace, settings: Pick<Settings, 'git' | 'github'>): Promise<Github> {
  const [{createGithubClient, openGithubExchange}, {githubToken}, {createPullRequests}] = await Promise.all([
    import('./adapters/github/github-client.ts'),
    import('./adapters/github/credentials.ts'),
    import('./adapters/github/pull-requests.ts'),
  ])
  const {environment, clock} = place
  const {apiUrl, repository} = await addressOf(place, settings)
  const send = openGithubExchange(settings.github.timeoutSeconds * 1000)
  const shared = {apiUrl, repository, clock, send, random: Math.random}
  const client = createGithubClient({...shared, token: githubToken(environment, shared)})
  return {client, pullRequests: createPullRequests(client)}
}

/** The remote is looked at only where nobody says outright where GitHub is. */
async function addressOf({root, repository, environment}: ForgePlace, {git, github}: Pick<Settings, 'git' | 'github'>) {
  const named = namedAddress(github, environment)
  if (named.apiUrl !== null && named.repository !== null) return {apiUrl: named.apiUrl, repository: named.repository}
  const {remoteAddress} = await import('./adapters/git/remote-address.ts')
  const {address} = await remoteAddress(git.remote, {directory: repository ?? root, environment, settings: git})
  return apiAddress(named, address)
}
