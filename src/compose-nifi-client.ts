import type {SignIn} from './adapters/nifi/session.ts'
import {ReplayError} from './core/replay-error.ts'
import type {NifiSettings, Settings} from './core/settings/settings.ts'
import type {Clock} from './ports.ts'
import type {Nifi} from './ports/nifi.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** How long a read waits for a NiFi that is away: somebody looks on. */
const usualPatienceMs = 5_000

/**
 * The NiFi that the settings name. Nothing is sent yet.
 * @param root of the operator's repository, from which the files of the settings are reckoned
 * @throws {ReplayError} FILE_UNREADABLE for a file of the settings, NIFI_SIGN_IN where a secret is missing, USAGE where
 *   the settings name no NiFi
 */
export async function openNifiOf(
  {nifi}: Pick<Settings, 'nifi'>,
  root: string,
  environment: Environment,
  clock: Pick<Clock, 'now' | 'sleep'>,
  patienceMs: number = usualPatienceMs,
): Promise<Nifi> {
  const [{openNifi}, {pemFilesOf, pathFrom}] = await Promise.all([
    import('./adapters/nifi/open-nifi.ts'),
    import('./adapters/nifi/pem-files.ts'),
  ])
  const options = {
    address: addressOf(nifi),
    timeoutMs: nifi.timeoutSeconds * 1_000,
    patienceMs,
    serverName: nifi.serverName,
    signIn: signInOf(nifi, (path) => pathFrom(root, path), environment),
    ...pemFilesOf(nifi, root),
  }
  return openNifi(options, clock)
}

/** @throws {ReplayError} USAGE */
export function addressOf({address}: Pick<NifiSettings, 'address'>): string {
  if (address !== null) return address
  throw new ReplayError(
    'USAGE',
    'The settings name no NiFi, so nothing was asked. Its address belongs into `nifi.address` of cqube-replay.yaml.',
  )
}

function signInOf(settings: NifiSettings, pathOf: (path: string) => string, environment: Environment): SignIn {
  switch (settings.signIn) {
    case 'password':
      return {
        kind: 'password',
        username: settings.user ?? '',
        password: secretOf('CQUBE_REPLAY_NIFI_PASSWORD', `the password of "${settings.user ?? ''}"`, environment),
      }
    case 'token':
      return settings.tokenFile === null
        ? {kind: 'token', token: secretOf('CQUBE_REPLAY_NIFI_TOKEN', 'the token', environment)}
        : {kind: 'token file', path: pathOf(settings.tokenFile)}
    // A client certificate is shown by the connection itself.
    case 'certificate':
    case 'none':
      return {kind: 'none'}
  }
}

function secretOf(variable: string, what: string, environment: Environment): string {
  const value = environment[variable]
  if (value !== undefined && value !== '') return value
  throw new ReplayError(
    'NIFI_SIGN_IN',
    `NiFi asks who we are, and ${what} is missing: the variable ${variable} is not set. Nothing was sent.`,
    {variable},
  )
}
