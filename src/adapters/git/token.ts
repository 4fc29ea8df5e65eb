import {gitTokenKeys as tokenKeys} from '../../core/github/token-keys.ts'
import type {Environment} from './git-environment.ts'

export const isSet = (value: string | undefined): value is string => value !== undefined && value !== ''

/** GitHub's name for tokens; GitLab and Gitea take any. */
const usualUser = 'x-access-token'

/**
 * A credential helper in the words of git's own shell. `printf` and `read` are of the shell itself, so the token is in
 * no process list; the file is read each time, since a token may be renewed during a run.
 */
const helper = [
  '!f() {',
  'test "$1" = get || return 0;',
  `token=$${tokenKeys.token};`,
  `if test -n "$${tokenKeys.file}"; then IFS= read -r token < "$${tokenKeys.file}" || test -n "$token" || return 0; fi;`,
  `printf "username=%s\\npassword=%s\\n" "\${${tokenKeys.user}:-${usualUser}}" "$token";`,
  '}; f',
].join(' ')

/**
 * The environment in which git answers the remote's question for a password with the token. Only this host is answered,
 * also when it sends git elsewhere. Without a token, or for another transport, the environment itself.
 */
export function withToken(environment: Environment, address: string): Environment {
  if (![tokenKeys.token, tokenKeys.file].some((key) => isSet(environment[key])) || !address.startsWith('https://'))
    return environment
  const key = `credential.${new URL(address).origin}.helper`
  const count = Number(environment['GIT_CONFIG_COUNT'] ?? 0)
  return {
    ...environment,
    GIT_CONFIG_COUNT: String(count + 2),
    // An empty one takes back the helpers of the machine, which would be asked first and told what worked.
    [`GIT_CONFIG_KEY_${count}`]: key,
    [`GIT_CONFIG_VALUE_${count}`]: '',
    [`GIT_CONFIG_KEY_${count + 1}`]: key,
    [`GIT_CONFIG_VALUE_${count + 1}`]: helper,
  }
}
