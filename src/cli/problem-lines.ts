import {isError, type Problem} from '../core/problem.ts'
import {problemText} from '../core/problem-text.ts'

/** The three lines of a problem, told apart from an error where it is a warning. */
export const problemLines = (problem: Problem): string =>
  isError(problem)
    ? problemText(problem)
    : problemText(problem).replace(`\n  ${problem.code}: `, `\n  ${problem.code} (warning): `)

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** `1 error, 2 warnings`, or `no problems`. */
export function problemCount(problems: readonly Problem[]): string {
  const errors = problems.filter(isError).length
  const warnings = problems.length - errors
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ]
  return parts.length === 0 ? 'no problems' : parts.join(', ')
}
