import {problemCatalogue} from '../problem-catalogue.ts'
import type {Problem} from '../problem.ts'
import {visible} from '../problem-text.ts'

const commands: Readonly<Record<Problem['severity'], string>> = {error: 'error', warning: 'warning', note: 'notice'}
/** Of each kind and step; the others stand in the log only (GitHub, "Workflow commands"). */
const mostAnnotations = 10

// As the runner unescapes them. A line break would end the command and let what follows begin another one.
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

function command({code, severity, place, what, fix}: Problem): string {
  const properties = Object.entries({
    file: place.file,
    line: String(place.line),
    col: String(place.column),
    title: `${code}: ${problemCatalogue[code].title}`,
  }).map(([name, value]) => `${name}=${property(value)}`)
  return `::${commands[severity]} ${properties.join(',')}::${data(`${visible(what)}\n${visible(fix)}`)}`
}

/**
 * Workflow commands that put each problem at its line. Errors come first, since GitHub shows ten of each kind and all in
 * the log. Nothing of a file's name or content can begin a command of its own.
 * @returns lines, one a problem and perhaps one more
 */
export function githubCommands(problems: readonly Problem[]): readonly string[] {
  const kinds = (['error', 'warning', 'note'] as const).map((kind) =>
    problems.filter(({severity}) => severity === kind),
  )
  const isCut = kinds.some(({length}) => length > mostAnnotations)
  const notice = `GitHub shows ${mostAnnotations} problems of each kind beside the files; all ${problems.length} are in this log.`
  return [...kinds.flat().map(command), ...(isCut ? [notice] : [])]
}
