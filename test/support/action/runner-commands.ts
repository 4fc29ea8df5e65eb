/**
 * What the runner of GitHub takes for a command, by its own rules: ActionCommand.TryParseV2, then TryParse
 * (actions/runner, src/Runner.Common/ActionCommand.cs). Written anew from them, since no package has them.
 */
export interface RunnerCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** Those that it registers (ActionCommandManager.cs), with the ones that only `##[` starts. */
const registered = new Set(
  'stop-commands internal-set-repo-path set-env set-output save-state add-mask add-path add-matcher remove-matcher debug warning error notice group endgroup echo'.split(
    ' ',
  ),
)

/** As .NET's TrimStart: white space of Unicode, to which the byte order mark does not belong. */
const trimmed = (text: string): string => text.replace(/^[\p{White_Space}]+/u, '')

const unescaped = (text: string, marks: Readonly<Record<string, string>>): string =>
  Object.entries(marks).reduce((said, [written, mark]) => said.replaceAll(written, mark), text)

const inData = {'%0D': '\r', '%0A': '\n', '%25': '%'}
const inProperty = {'%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%'}
const inBrackets = {'%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%'}

function commandOf(
  info: string,
  separator: string,
  data: string,
  marks: Readonly<Record<'property' | 'data', Readonly<Record<string, string>>>>,
): RunnerCommand | null {
  const blank = info.indexOf(' ')
  const name = (blank < 0 ? info : info.slice(0, blank)).toLowerCase()
  if (!registered.has(name)) return null
  const pairs = (blank < 1 ? '' : info.slice(blank + 1).trim()).split(separator).flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 1 || at === pair.length - 1 ? [] : [[pair.slice(0, at), unescaped(pair.slice(at + 1), marks.property)]]
  })
  return {name, properties: Object.fromEntries(pairs) as Record<string, string>, data: unescaped(data, marks.data)}
}

function withColons(line: string): RunnerCommand | null {
  const message = trimmed(line)
  const end = message.indexOf('::', 2)
  if (!message.startsWith('::') || end < 0) return null
  return commandOf(message.slice(2, end), ',', message.slice(end + 2), {property: inProperty, data: inData})
}

function withBrackets(line: string): RunnerCommand | null {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return null
  const data = line.slice(end + 1)
  return commandOf(line.slice(start + 3, end), ';', data, {property: inBrackets, data: inBrackets})
}

/** @param line without its end */
export const runnerCommand = (line: string): RunnerCommand | null => withColons(line) ?? withBrackets(line)

/** Of everything that a process wrote; .NET reads lines up to CR, LF or both. */
export const runnerCommands = (output: string): readonly RunnerCommand[] =>
  output.split(/\r\n|\r|\n/).flatMap((line) => runnerCommand(line) ?? [])
