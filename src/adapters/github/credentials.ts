import {githubTokenKeys as keys, gitTokenKeys} from '../../core/github/token-keys.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {appTokens, type AppOptions} from './app-token.ts'
import {secretOf, type Environment} from './secret.ts'

/**
 * The token for GitHub's interface, looked for again at each use: an App's, else that of GitHub, else that of git.
 * @throws {ReplayError} GITHUB_PERMISSION_MISSING when there is none; FILE_UNREADABLE
 */
export function githubToken(
  environment: Environment,
  options: Omit<AppOptions, 'appId' | 'privateKey'>,
): () => Promise<string> {
  const appId = environment[keys.appId] ?? ''
  return appId === ''
    ? () => givenToken(environment)
    : appTokens({...options, appId, privateKey: () => appKey(environment)})
}

const nothing = 'so GitHub was not asked. Nothing was changed.'

async function givenToken(environment: Environment): Promise<string> {
  const token =
    (await secretOf(environment, {value: keys.token, file: keys.file})) ??
    (await secretOf(environment, {value: gitTokenKeys.token, file: gitTokenKeys.file})) ??
    ''
  if (token === '') {
    const where = `${keys.token}, the file that ${keys.file} names, ${gitTokenKeys.token} or a GitHub App`
    throw new ReplayError('GITHUB_PERMISSION_MISSING', `There is no token for GitHub (${where}), ${nothing}`)
  }
  // fetch would show it in its error.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new ReplayError(
      'GITHUB_PERMISSION_MISSING',
      `What stands where the token for GitHub is looked for is none: it holds blanks, or characters that no token has, ${nothing}`,
    )
  return token
}

async function appKey(environment: Environment): Promise<string> {
  const key = (await secretOf(environment, {value: keys.appKey, file: keys.appKeyFile})) ?? ''
  if (key !== '') return key
  throw new ReplayError(
    'GITHUB_PERMISSION_MISSING',
    `${keys.appId} names a GitHub App, and its private key is missing (${keys.appKey}, or the file that ${keys.appKeyFile} names), ${nothing}`,
  )
}
