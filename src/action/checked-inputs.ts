import {ReplayError} from '../core/replay-error.ts'
import type {ActionIo} from './action-io.ts'
import {inputs, type InputName} from './registry.ts'

export const commandNames = ['validate', 'plan', 'run'] as const
export type CommandName = (typeof commandNames)[number]

const isCommandName = (text: string): text is CommandName => (commandNames as readonly string[]).includes(text)

const rules: Readonly<Partial<Record<InputName, {readonly holds: (text: string) => boolean; readonly is: string}>>> = {
  command: {holds: isCommandName, is: '`validate`, `plan` or `run`'},
  'dry-run': {holds: (text) => /^(true|false)?$/.test(text), is: '`true` or `false`'},
  'pull-request': {holds: (text) => /^([1-9][0-9]{0,9})?$/.test(text), is: 'the number of a pull request'},
  'app-id': {holds: (text) => /^[A-Za-z0-9.]{0,40}$/.test(text), is: 'the id of a GitHub App'},
}

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

/**
 * Every mistake at once.
 * @throws {ReplayError} USAGE
 */
export function checkedInputs({input}: Pick<ActionIo, 'input'>): {readonly command: CommandName} {
  const command = input('command')
  const mistakes = (Object.keys(inputs) as InputName[]).flatMap((name) => {
    const rule = rules[name]
    const text = input(name)
    return rule === undefined || rule.holds(text) ? [] : [`\`${name}\` is ${quoted(text)}; it takes ${rule.is}.`]
  })
  // `validate` needs neither, and a fork's job is given no secret.
  if (command !== 'validate' && (input('app-id') === '') !== (input('app-private-key') === '')) {
    mistakes.push('`app-id` and `app-private-key` belong together, and one of them is empty.')
  }
  if (mistakes.length > 0 || !isCommandName(command)) {
    throw new ReplayError(
      'USAGE',
      `Inputs of the Action: ${mistakes.join(' ')} Nothing was done. (docs/github-action.md, Inputs)`,
    )
  }
  return {command}
}
