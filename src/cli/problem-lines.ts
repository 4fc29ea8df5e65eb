import {countedKinds, isError, type Problem} from '../core/problem.ts'
import {problemText} from '../core/problem-text.ts'
import {noColours, type Colours} from './colours.ts'

/** The three lines of a problem, told apart from an error where it is none. */
export const problemLinesIn =
  ({red, yellow}: Colours) =>
  (problem: Problem): string => {
    const {code, severity} = problem
    const shown = isError(problem) ? red(`${code}:`) : yellow(`${code} (${severity}):`)
    return problemText(problem).replace(`\n  ${code}: `, () => `\n  ${shown} `)
  }

export const problemLines = problemLinesIn(noColours)

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** `1 error, 2 warnings`, or `no problems`. */
export function problemCount(problems: readonly Problem[]): string {
  const parts = countedKinds(problems).map(({kind, count}) => counted(count, kind))
  return parts.length === 0 ? 'no problems' : parts.join(', ')
}
