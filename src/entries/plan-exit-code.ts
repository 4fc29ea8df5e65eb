import {exitCodes} from '../core/error-catalogue.ts'
import {isError} from '../core/problem.ts'
import type {ChangePlan} from '../core/pull-request/change-plan.ts'

/** That of `cqube-replay plan`. */
export function planExitCode({requests, problems}: Pick<ChangePlan, 'requests' | 'problems'>): number {
  if (problems.some(isError)) return exitCodes.problems
  return requests.some(({refusal}) => refusal !== null) ? exitCodes.refused : exitCodes.done
}
