import {resolve} from 'node:path'
import {openScaffold} from '../compose-init.ts'
import {init, type FileOutcome, type Initialised, type InitOptions as Options} from '../commands/init.ts'
import {defaultSettings, settingsPath} from '../commands/settings-file.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {isError} from '../core/problem.ts'
import {ownAction} from './built-from.ts'
import {coloursOf, type Colours} from './colours.ts'
import {forgeStep} from './init-forge-text.ts'
import {counted, problemCount, problemLinesIn} from './problem-lines.ts'
import {shellWord} from './shell-words.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'
import {wrapped} from './text-table.ts'

export type InitOptions = GlobalOptions & Omit<Options, 'force' | 'usualAction'> & {readonly force?: true}

/** @param named the folder on the command line; none: where the command was started */
export async function initialise(terminal: Terminal, named: string | undefined, options: InitOptions): Promise<number> {
  const {json, directory = '.', force, ...settings} = options
  const folder = resolve(terminal.directory, directory, named ?? '.')
  const scaffold = await openScaffold(folder, terminal.environment, defaultSettings())
  const done = await init(scaffold, {...settings, force: force === true, usualAction: ownAction()}, new Date())
  const colours = coloursOf(terminal.stdout, terminal.environment)
  const here = resolve(terminal.directory) === folder ? null : done.folder
  terminal.stdout.write(json === true ? jsonText('init', shown(done)) : initText(done, here, colours))
  if (done.problems.some(isError)) return exitCodes.problems
  return done.notTaken.length > 0 ? exitCodes.refused : exitCodes.done
}

const shown = ({folder, repository, files, problems, notTaken, host}: Initialised) => ({
  folder,
  repository,
  forge: host.forge,
  action: host.forge === 'none' ? null : host.action,
  files,
  problems,
  notTaken,
})

/** @param elsewhere the folder when it is not the current one, so that commands begin by going there */
export function initText(done: Initialised, elsewhere: string | null, colours: Colours): string {
  const {folder, repository, files, problems, notTaken} = done
  const isNew = repository === 'made' || files.some(({outcome}) => outcome === 'made' || outcome === 'replaced')
  const made = repository === 'made' ? `; it is a new git repository, branch ${done.settings.git.branch}` : ''
  return `${[
    [colours.bold(`Operator's repository in ${folder}${made}:`), ...files.map((file) => fileLine(file, colours))].join(
      '\n',
    ),
    ...notTakenLines(notTaken),
    ...problems.map(problemLinesIn(colours)),
    `${counted(files.length, 'file')}, checked as \`cqube-replay validate\` does: ${problemCount(problems)}.`,
    isNew ? nextSteps(done, elsewhere, colours) : 'Nothing was changed.',
  ].join('\n\n')}\n`
}

function fileLine(file: FileOutcome, {green, yellow}: Colours): string {
  switch (file.outcome) {
    case 'made':
      return `  ${green('made')}      ${file.path}`
    case 'there':
      return `  there     ${file.path}`
    case 'removed':
      return `  removed   ${file.path}: not made again; --force makes it`
    case 'replaced':
      return `  ${yellow('replaced')}  ${file.path}; what it was is in ${file.copy}`
    case 'kept':
      return `  ${yellow('kept')}      ${file.path}: ${differenceText(file.difference)}`
  }
}

function differenceText({line, found, wanted}: Extract<FileOutcome, {outcome: 'kept'}>['difference']): string {
  if (line === null) return `it lacks the line ${shortened(wanted)}`
  if (found === null) return `it ends before line ${line}, ${shortened(wanted)}`
  return `line ${line} is ${shortened(found)}, ${wanted === null ? 'where init would end' : `where init writes ${shortened(wanted)}`}`
}

/** A line of somebody's file, escaped, for a line of ours. */
function shortened(line: string | null): string {
  const text = JSON.stringify(line ?? '')
  return text.length > 60 ? `${text.slice(0, 58)}…"` : text
}

const notTakenLines = (notTaken: readonly string[]): string[] =>
  notTaken.length === 0
    ? []
    : [
        wrapped(
          `${notTaken.join(', ')}: not taken over, since ${settingsPath} was kept. Change the file by hand, or call init ` +
            'again with --force, which leaves a copy of it.',
        ),
      ]

function nextSteps(done: Initialised, elsewhere: string | null, {bold}: Colours): string {
  const {settings, address, files} = done
  const {remote, branch} = settings.git
  const isName = /^[\w.-]+$/.test(remote)
  const paths = [...new Set(files.map(({path}) => path.split('/')[0] ?? path))].map(shellWord).join(' ')
  const step = (title: string, ...commands: readonly string[]): string =>
    [`  ${title}`, ...commands.map((command) => `     ${command}`)].join('\n')
  return [
    bold('Next:'),
    step(
      `1. Bring it to branch ${branch} of the remote, by a pull request where that branch is protected:`,
      ...(elsewhere === null ? [] : [`cd ${shellWord(elsewhere)}`]),
      `git add -- ${paths}`,
      'git commit --message "Set up cqube-replay"',
      ...(isName && address === null ? [`git remote add ${remote} ADDRESS-OF-THE-REPOSITORY`] : []),
      `git push ${shellWord(remote)} HEAD:${shellWord(branch)}`,
    ),
    step(
      "2. Install the ledger, as the owner of cQube's tables:",
      'export DATABASE_URL=postgresql://OWNER@HOST:5432/DATABASE',
      'cqube-replay db migrate',
    ),
    step(
      '3. See whether everything is ready, then write the first request:',
      'cqube-replay doctor',
      'cqube-replay new',
    ),
    ...forgeStep(done).map(([title, ...lines]) => step(`4. ${title}`, ...lines)),
  ].join('\n')
}
