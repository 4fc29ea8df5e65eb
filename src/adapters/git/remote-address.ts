import {resolve} from 'node:path'
import {gitTokenKeys as tokenKeys} from '../../core/github/token-keys.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {protocolOf, type Protocol} from '../../core/settings/git-rules.ts'
import {createGit, type GitOptions} from './git-client.ts'

/** A user before the host of https is as often as not a token. */
const holdsSecret = /^https?:\/\/[^/]*@|^[a-z]+:\/\/[^/@]*:[^/]*@/i
const isName = (remote: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(remote)

async function configuredAddress(name: string, options: GitOptions): Promise<string> {
  try {
    return (await createGit(options).text(['config', '--get', `remote.${name}.url`])).replace(/\n$/, '')
  } catch {
    throw new ReplayError(
      'USAGE',
      `${options.directory} is no git checkout with a remote ${name}: start the daemon in one, or name the address with --remote.`,
    )
  }
}

/**
 * The address of a remote and its transport; a path becomes absolute.
 * @param remote an address, a path, or the name of a remote of the checkout in `options.directory`
 * @throws {ReplayError} USAGE when it leads nowhere, or holds a name or password, which is not shown
 */
export async function remoteAddress(
  remote: string,
  options: GitOptions,
): Promise<{readonly address: string; readonly protocol: Protocol}> {
  const configured = isName(remote) ? await configuredAddress(remote, options) : remote
  if (holdsSecret.test(configured)) {
    throw new ReplayError(
      'USAGE',
      'The address of the remote holds a user name or a password, which others on this machine would see. Take it out: ' +
        `the token belongs into the variable ${tokenKeys.token}, or into a file that ${tokenKeys.file} names.`,
    )
  }
  const isPath = !configured.includes(':')
  const address = isPath ? resolve(options.directory, configured) : configured
  const protocol = protocolOf(address)
  if (protocol === null) {
    throw new ReplayError('USAGE', `${configured} is no https, ssh or file address, and no path of a repository.`)
  }
  return {address, protocol}
}
