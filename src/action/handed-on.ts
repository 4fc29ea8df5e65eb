import type {ActionCall} from './action-call.ts'
import type {ActionIo} from './action-io.ts'

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/**
 * The environment that commands see: that of the job, with the tokens of the inputs under the names that every entry
 * knows, unless the operator gave others. The process keeps its own, so that no program that is started sees more.
 */
export function handedOn(
  environment: ActionCall['environment'],
  {input}: Pick<ActionIo, 'input'>,
): ActionCall['environment'] {
  const token = input('token')
  const given = (name: string): boolean => isSet(environment[name]) || isSet(environment[`${name}_FILE`])
  const more: Record<string, string> = {}
  if (token !== '' && !given('CQUBE_REPLAY_GIT_TOKEN')) more['CQUBE_REPLAY_GIT_TOKEN'] = token
  if (token !== '' && !given('CQUBE_REPLAY_GITHUB_TOKEN')) more['CQUBE_REPLAY_GITHUB_TOKEN'] = token
  if (input('app-id') !== '' && !given('CQUBE_REPLAY_GITHUB_APP_KEY')) {
    more['CQUBE_REPLAY_GITHUB_APP_ID'] = input('app-id')
    more['CQUBE_REPLAY_GITHUB_APP_KEY'] = input('app-private-key')
  }
  // What the runner sets for inputs holds the tokens once more.
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('INPUT_'))
  return {...Object.fromEntries(kept), ...more}
}
