import type {Surroundings} from '../../src/compose.ts'
import type {PlanSite} from '../../src/entries/plan-pull-request.ts'
import type {PullRequest} from '../../src/ports/pull-requests.ts'
import {createFakePullRequests, pullRequest, type FakePullRequests} from '../fakes/pull-requests.ts'
import type {TestFile} from './git-remote.ts'
import type {Operator} from './operator.ts'

export interface TestPlanSite {
  readonly site: PlanSite
  readonly pullRequests: FakePullRequests
  /** Pushes request files to a branch of the remote, and has a pull request of it. */
  propose(files: Readonly<Record<string, TestFile>>, more?: {branch?: string; number?: number}): PullRequest
}

/** The operator's checkout as a job of the Action finds it, and a GitHub that answers at once. */
export function createPlanSite(operator: Operator, more: Partial<Surroundings['environment']> = {}): TestPlanSite {
  const {git} = operator
  const pullRequests = createFakePullRequests()
  const surroundings = operator.surroundings()
  return {
    pullRequests,
    site: {
      surroundings: {...surroundings, environment: {...surroundings.environment, ...more}},
      place: {remote: 'origin', protocols: ['file']},
      pullRequests: async () => pullRequests,
      whole: 'the whole plan is in the summary of the job.',
      isToldWhenEmpty: () => true,
    },
    propose: (files, {branch = 'march', number = 7} = {}) => {
      const commit = git.commit(files, {branch})
      const base = {commit: git.git(['rev-parse', 'refs/heads/main']), branch: 'main'}
      const proposed = pullRequest(number, {head: {commit, branch, repository: 'state/replay'}, base})
      pullRequests.set(proposed)
      return proposed
    },
  }
}
