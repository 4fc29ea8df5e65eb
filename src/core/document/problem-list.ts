import type {ProblemCode} from '../problem-catalogue.ts'
import type {Problem} from '../problem.ts'
import {problemAt} from './problem-at.ts'
import type {PlaceAt} from './spot.ts'

/** How many problems of one reading are told in full: more help nobody, and a hostile file could make 20,000. */
const mostShown = 100

/** Gathers the problems of one file. */
export interface ProblemList {
  /** `pointer` is a function because a pointer into a hostile file may be as long as the file. */
  add(code: ProblemCode, offset: number, pointer: () => string, what: string, fix?: string): void
  isEmpty(): boolean
  /** In the order of their places. */
  all(): readonly Problem[]
}

export function problemList(placeAt: PlaceAt): ProblemList {
  const found: Problem[] = []
  let leftOut = 0
  return {
    add(code, offset, pointer, what, fix) {
      if (found.length < mostShown) found.push(problemAt(code, placeAt(offset, pointer()), what, fix))
      else leftOut += 1
    },
    isEmpty: () => found.length === 0,
    all() {
      const sorted = [...found].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
      if (leftOut === 0) return sorted
      return [...sorted, problemAt('MORE_PROBLEMS', placeAt(0, ''), `${leftOut} more problems are not shown.`)]
    },
  }
}
