import {validate, type Validation} from '../commands/validate.ts'
import {settingsPath} from '../commands/settings-file.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {isError} from '../core/problem.ts'
import {openCheckout} from './checkout.ts'
import {counted, problemCount, problemLines} from './problem-lines.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'

export interface ValidateOptions extends GlobalOptions {
  readonly format?: 'pretty' | 'json'
}

export async function validateFiles(
  terminal: Terminal,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const checked = await validate(checkout.workTree, paths.map(checkout.pathOf), checkout.surroundings.clock.now())
  const isJson = options.json === true || options.format === 'json'
  terminal.stdout.write(isJson ? validationJson(checked) : validationText(checked))
  return checked.problems.some(isError) ? exitCodes.problems : exitCodes.done
}

const validationJson = ({files, problems}: Validation): string => {
  const errors = problems.filter(isError).length
  return jsonText('validate', {files, errors, warnings: problems.length - errors, problems})
}

export function validationText({files, problems, hasSettingsFile, searched}: Validation): string {
  const isEmpty = searched !== null && files.length === (hasSettingsFile ? 1 : 0)
  const notices = [
    ...(hasSettingsFile ? [] : [`There is no ${settingsPath}; its defaults are used.`]),
    ...(isEmpty ? [`There is no request file in ${searched}.`] : []),
  ]
  const summary = `${counted(files.length, 'file')} checked: ${problemCount(problems)}.`
  return `${[...problems.map(problemLines), [...notices, summary].join('\n')].join('\n\n')}\n`
}
