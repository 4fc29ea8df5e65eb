import {problemCatalogue, type ProblemCode} from '../problem-catalogue.ts'
import type {Place, Problem} from '../problem.ts'

/** A problem with the severity of its catalogue entry, and its fix unless a more exact one is given. */
export function problemAt(code: ProblemCode, place: Place, what: string, fix?: string): Problem {
  const entry = problemCatalogue[code]
  return {code, severity: entry.severity, place, what, fix: fix ?? entry.fix}
}
