import {readDocument} from '../document/read-document.ts'
import {validateVerdict} from '../generated/validators.js'
import {visible} from '../problem-text.ts'
import {isError, type Problem} from '../problem.ts'
import {ReplayError} from '../replay-error.ts'

/** schemas/verdict.schema.json */
export interface Verdict {
  readonly version: 1
  readonly headCommit: string
  readonly files: number
  readonly errors: number
  readonly warnings: number
  readonly notes: number
  readonly problems: readonly VerdictProblem[]
}

export interface VerdictProblem {
  readonly code: string
  readonly severity: Problem['severity']
  readonly file: string
  readonly line: number
  readonly column: number
  readonly what: string
  readonly fix: string
}

export const mostVerdictBytes = 262_144
const mostProblems = 200
const longestText = 2_000
const longestPath = 1_024

/** Without hidden characters, which its reader refuses in any document; never cut in the middle of a character. */
function shortened(text: string, most: number): string {
  const shown = visible(text)
  return shown.length <= most ? shown : `${shown.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

const byWeight = (problems: readonly Problem[]): readonly Problem[] =>
  (['error', 'warning', 'note'] as const).flatMap((kind) => problems.filter(({severity}) => severity === kind))

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/**
 * What the job of a pull request leaves for the one that may write a comment. As many problems as fit; the counts are of all.
 * @param files how many were judged
 */
export function verdictJson(headCommit: string, files: number, problems: readonly Problem[]): string {
  const count = (kind: Problem['severity']): number => problems.filter(({severity}) => severity === kind).length
  const shown = byWeight(problems)
    .slice(0, mostProblems)
    .map(({code, severity, place, what, fix}): VerdictProblem => {
      const {line, column} = place
      return {
        code,
        severity,
        file: shortened(place.file, longestPath),
        line,
        column,
        what: shortened(what, longestText),
        fix: shortened(fix, longestText),
      }
    })
  for (;;) {
    const counts = {errors: count('error'), warnings: count('warning'), notes: count('note')}
    const verdict: Verdict = {version: 1, headCommit, files, ...counts, problems: shown}
    const text = `${JSON.stringify(verdict, null, 1)}\n`
    if (bytesOf(text) <= mostVerdictBytes) return text
    shown.splice(Math.floor(shown.length / 2))
  }
}

const refused = (what: string) => new ReplayError('VERDICT_REFUSED', `${what} No comment was written.`)

/**
 * Reads what the job of somebody else left behind, as data: strict JSON without a key twice, of the schema, and nothing else.
 * @throws {ReplayError} VERDICT_REFUSED
 */
export function readVerdict(bytes: Uint8Array, name: string): Verdict {
  if (bytes.length > mostVerdictBytes) {
    throw refused(`${name} has ${bytes.length} bytes, more than ${mostVerdictBytes}.`)
  }
  const document = readDocument(bytes, 'verdict.json')
  const first = document.problems.find(isError)
  if (first !== undefined) throw refused(`${name}, line ${first.place.line}: ${first.what}`)
  if (!validateVerdict(document.value)) {
    const [error] = validateVerdict.errors ?? []
    throw refused(
      `${name} is not of the format that \`validate\` writes, at ${JSON.stringify(error?.instancePath ?? '')}.`,
    )
  }
  return document.value as Verdict
}
