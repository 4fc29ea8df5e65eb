import {resolve} from 'node:path'
import packageJson from '../../package.json' with {type: 'json'}
import {settingsPath} from '../commands/settings-file.ts'
import {validate, type Since, type Validation} from '../commands/validate.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {countedKinds, isError} from '../core/problem.ts'
import {ReplayError} from '../core/replay-error.ts'
import {openCheckout} from './checkout.ts'
import {coloursOf, noColours, type Colours} from './colours.ts'
import {counted, problemCount, problemLinesIn} from './problem-lines.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'

export const validationFormats = ['pretty', 'json', 'sarif', 'github', 'gitlab'] as const

export interface ValidateOptions extends GlobalOptions {
  readonly format?: (typeof validationFormats)[number]
  readonly output?: string
  readonly changedSince?: string
  readonly fetch?: true
}

export async function validateFiles(
  terminal: Terminal,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<number> {
  const {changedSince, fetch, output} = options
  if (fetch === true && changedSince === undefined) {
    throw new ReplayError('USAGE', '`--fetch` belongs to `--changed-since`: it brings the reports of what has run.')
  }
  const checkout = await openCheckout(terminal, options)
  const since: Since | undefined =
    changedSince === undefined
      ? undefined
      : {
          revision: changedSince,
          fetch: fetch === true,
          openHistory: async (settings) => {
            const {openCheckoutHistory} = await import('../compose-validate.ts')
            return openCheckoutHistory(checkout.surroundings, settings, settingsPath)
          },
        }
  const now = checkout.surroundings.clock.now()
  const checked = await validate(checkout.workTree, paths.map(checkout.pathOf), now, since)
  const format = options.json === true ? 'json' : (options.format ?? 'pretty')
  const colours = output === undefined ? coloursOf(terminal.stdout, terminal.environment) : noColours
  const text = await formatted(format, checked, colours)
  if (output === undefined) terminal.stdout.write(text)
  else {
    const {writeResult} = await import('../compose-validate.ts')
    await writeResult(resolve(terminal.directory, options.directory ?? '.', output), text)
    terminal.stdout.write(`${summaryLines(checked).join('\n')}\n`)
  }
  return checked.problems.some(isError) ? exitCodes.problems : exitCodes.done
}

/** Loaded as asked for: an editor that checks a file at every key needs one of them. */
async function formatted(
  format: (typeof validationFormats)[number],
  checked: Validation,
  colours: Colours,
): Promise<string> {
  switch (format) {
    case 'pretty':
      return validationText(checked, colours)
    case 'json':
      return validationJson(checked)
    case 'sarif':
      return (await import('../core/problem-formats/sarif.ts')).sarifLog(checked.problems, packageJson.version)
    case 'gitlab':
      return (await import('../core/problem-formats/gitlab.ts')).gitlabReport(checked.problems)
    case 'github': {
      const {githubCommands} = await import('../core/problem-formats/github.ts')
      return `${[...githubCommands(checked.problems), ...summaryLines(checked)].join('\n')}\n`
    }
  }
}

const validationJson = ({files, problems, since}: Validation): string => {
  const counts = Object.fromEntries(countedKinds(problems).map(({kind, count}) => [`${kind}s`, count]))
  return jsonText('validate', {files, errors: 0, warnings: 0, notes: 0, ...counts, since, problems})
}

export const validationText = (checked: Validation, colours: Colours): string =>
  `${[...checked.problems.map(problemLinesIn(colours)), summaryLines(checked).join('\n')].join('\n\n')}\n`

function summaryLines({files, problems, hasSettingsFile, searched, since}: Validation): readonly string[] {
  const isEmpty = since === null && searched !== null && files.length === (hasSettingsFile ? 1 : 0)
  const changed = since === null ? '' : `, changed since commit ${since.commit.slice(0, 12)}`
  return [
    ...(hasSettingsFile ? [] : [`There is no ${settingsPath}; its defaults are used.`]),
    ...(isEmpty ? [`There is no request file in ${searched}.`] : []),
    ...(since === null || since.areReportsKnown
      ? []
      : [
          `Branch ${since.reportsBranch} is not in this clone, so it is not known which requests have run; ` +
            '`--fetch` brings it.',
        ]),
    `${counted(files.length, 'file')} checked${changed}: ${problemCount(problems)}.`,
  ]
}
