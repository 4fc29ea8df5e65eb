import {bullets, code, joined, line, table, type Markdown} from '../report/markdown.ts'
import type {VerdictProblem} from './verdict.ts'

/** What a verdict shows; of a summary all problems, of a comment those that a verdict holds. */
export interface ShownVerdict {
  readonly files: number
  readonly errors: number
  readonly warnings: number
  readonly notes: number
  readonly problems: readonly VerdictProblem[]
  /** Sentences about what could not be found out. */
  readonly remarks: readonly string[]
}

export interface VerdictPage {
  readonly blocks: readonly Markdown[]
  /** The sentence for problems that do not fit. */
  readonly rest: (leftOut: number) => Markdown
}

const headline = ({errors, warnings, notes, files}: ShownVerdict): Markdown => {
  if (errors > 0) return line`## These requests cannot run as they are`
  if (warnings + notes > 0) return line`## No errors; there is something to look at`
  return files === 0 ? line`## No request file and no settings are touched` : line`## All is in order`
}

const byFile = (problems: readonly VerdictProblem[]): ReadonlyMap<string, readonly VerdictProblem[]> => {
  const files = new Map<string, VerdictProblem[]>()
  for (const problem of problems) {
    const known = files.get(problem.file)
    if (known === undefined) files.set(problem.file, [problem])
    else known.push(problem)
  }
  return files
}

const isError = ({severity}: VerdictProblem): boolean => severity === 'error'

/** Where not all of them fit, those that have to be corrected are seen. */
const filesInOrder = (problems: readonly VerdictProblem[]) =>
  [...byFile(problems)].sort(([, a], [, b]) => Number(b.some(isError)) - Number(a.some(isError)))

const problemBlock = ({code: name, severity, line: row, column, what, fix}: VerdictProblem): Markdown =>
  line`- Line ${row}, column ${column}: **${code(name)}** (${severity}). ${what}
  **Fix:** ${fix}`

/** One block a problem, so that those left out can be counted; the first one has the name of the file above it. */
const fileBlocks = (file: string, [first, ...others]: readonly VerdictProblem[]): Markdown[] =>
  first === undefined
    ? []
    : [joined([line`### ${code(file)}`, problemBlock(first)], '\n\n'), ...others.map(problemBlock)]

/** A table of counts, then every problem below its file: files with errors first, else in the order given. */
export function verdictPage(verdict: ShownVerdict): VerdictPage {
  const {files, errors, warnings, notes, problems, remarks} = verdict
  const counts = [files, errors, warnings, notes].map((count) => line`${count}`)
  const unseen = errors + warnings + notes - problems.length
  return {
    blocks: [
      headline(verdict),
      table(['>Files judged', '>Errors', '>Warnings', '>Notes'], [counts]),
      ...(remarks.length === 0 ? [] : [bullets(remarks.map((remark) => line`${remark}`))]),
      ...filesInOrder(problems).flatMap(([file, ofFile]) => fileBlocks(file, ofFile)),
      ...(unseen > 0 ? [moreNotShown(unseen)] : []),
    ],
    // The last block is then such a sentence itself.
    rest: (leftOut) => moreNotShown(unseen > 0 ? leftOut - 1 + unseen : leftOut),
  }
}

const moreNotShown = (count: number): Markdown =>
  line`**${count} more not shown.** ${code('cqube-replay validate')} in a checkout of the branch shows all of them.`
