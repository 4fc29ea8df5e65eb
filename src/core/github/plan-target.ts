import {ReplayError} from '../replay-error.ts'
import type {WorkflowEvent} from './event.ts'

/** What a workflow plans. */
export type PlanTarget =
  | {readonly kind: 'pull_request'; readonly event: Extract<WorkflowEvent, {kind: 'pull_request'}>}
  | {readonly kind: 'number'; readonly number: number}
  | {readonly kind: 'pending'}

const isCommit = (text: string): boolean => /^[0-9a-f]{40,64}$/.test(text)

export const forkRefused = (number: number): ReplayError =>
  new ReplayError(
    'EVENT_REFUSED',
    `Pull request #${number} comes from a fork. A plan reads the database, whose address no job for a fork is given; ` +
      'nothing was opened. `validate` judges its files all the same. For a plan somebody who may push brings the ' +
      'branch into this repository, and opens the pull request from there.',
  )

/**
 * Which events lead to the database: those in which nobody has a hand who may not push to the repository.
 * @param asked the input `pull-request`
 * @throws {ReplayError} EVENT_REFUSED
 */
export function planTarget(event: WorkflowEvent, asked: string): PlanTarget {
  switch (event.kind) {
    case 'pull_request':
      if (event.isFork) throw forkRefused(event.number)
      if (event.number < 1 || !isCommit(event.headCommit) || event.headBranch === '' || event.baseBranch === '') {
        throw new ReplayError('EVENT_REFUSED', 'The event names no pull request with its commits. Nothing was opened.')
      }
      return {kind: 'pull_request', event}
    case 'push':
    case 'schedule':
    case 'workflow_dispatch': {
      if (asked === '') return {kind: 'pending'}
      if (!/^[1-9][0-9]{0,8}$/.test(asked)) {
        const said = JSON.stringify(asked.slice(0, 40))
        throw new ReplayError('USAGE', `The input \`pull-request\` is ${said}, which is not the number of one.`)
      }
      return {kind: 'number', number: Number(asked)}
    }
    case 'merge_group':
    case 'workflow_run':
    case 'other': {
      const name = event.kind === 'other' ? JSON.stringify(event.name.slice(0, 60)) : `\`${event.kind}\``
      throw new ReplayError(
        'EVENT_REFUSED',
        `The event ${name} does not lead to a plan, which reads the database. Nothing was opened. A plan is made on ` +
          '`pull_request` (of the same repository), `push`, `schedule` and `workflow_dispatch`.',
      )
    }
  }
}
