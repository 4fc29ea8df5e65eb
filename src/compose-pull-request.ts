import type {Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Proposals} from './ports/proposals.ts'

/** Where branches come from and go to, whatever a settings file on one of them says. */
export type RemotePlace = Pick<Settings['git'], 'remote' | 'protocols'>

/**
 * The remote that the checkout was made from, for git with the token of the environment: only its host is given that.
 * @throws {ReplayError} USAGE when the folder is no checkout, or the address holds a password
 */
export async function checkoutRemote(
  surroundings: Surroundings,
  settings: Settings,
): Promise<{readonly surroundings: Surroundings; readonly place: RemotePlace}> {
  const [{remoteAddress}, {withToken}] = await Promise.all([
    import('./adapters/git/remote-address.ts'),
    import('./adapters/git/token.ts'),
  ])
  const {root: directory, environment} = surroundings
  const remote = 'origin'
  const {address, protocol} = await remoteAddress(remote, {directory, environment, settings: settings.git})
  const within = {...surroundings, environment: withToken(environment, address)}
  return {surroundings: within, place: {remote, protocols: [protocol]}}
}

export async function openProposals(surroundings: Surroundings, settings: Settings['git']): Promise<Proposals> {
  const {createProposals} = await import('./adapters/git/proposals.ts')
  const {root, repository, environment} = surroundings
  return createProposals({directory: repository ?? root, environment, settings})
}
