import type {ProblemCode} from './problem-catalogue.ts'

/** Where in a file; line and column count from 1, `pointer` is a JSON pointer ('' is the whole document). */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly pointer: string
}

/** A mistake its author can fix. A value, never thrown: one call shows all of them. */
export interface Problem {
  readonly code: ProblemCode
  /** Only an error keeps a file from being acted on; a note is for information. */
  readonly severity: 'error' | 'warning' | 'note'
  readonly place: Place
  /** One full sentence: the offending value quoted, and why it is wrong. */
  readonly what: string
  /** One full sentence that says what to write instead. */
  readonly fix: string
}

/** Orders problems as a reader of the file meets them. */
export const byPlace = (left: Problem, right: Problem): number =>
  left.place.line - right.place.line || left.place.column - right.place.column

/** How many there are of each kind, in the order of their weight; kinds without one are left out. */
export function countedKinds(
  problems: readonly Problem[],
): readonly {readonly kind: Problem['severity']; readonly count: number}[] {
  const kinds = ['error', 'warning', 'note'] as const
  return kinds
    .map((kind) => ({kind, count: problems.filter(({severity}) => severity === kind).length}))
    .filter(({count}) => count > 0)
}

export const isError = (problem: Problem): boolean => problem.severity === 'error'
