import type {PullRequest} from '../../ports/pull-requests.ts'
import {shapeOf} from './shape.ts'

/**
 * @param data as GitHub gives it, alone or in a list
 * @param repository `owner/name`
 * @throws {ReplayError} GITHUB_FAILED when it lacks a part
 */
export function pullRequestOf(data: unknown, repository: string): PullRequest {
  const pull = shapeOf(data, `a pull request of ${repository}`)
  const headRepository = pull.textOrNone('head', 'repo', 'full_name')
  return {
    number: pull.number('number'),
    address: pull.text('html_url'),
    isOpen: pull.text('state') === 'open',
    // A head whose repository is gone was a fork: a branch of ours has ours.
    isFork: headRepository.toLowerCase() !== repository.toLowerCase(),
    head: {
      commit: pull.text('head', 'sha'),
      branch: pull.text('head', 'ref'),
      repository: headRepository === '' ? null : headRepository,
    },
    base: {commit: pull.text('base', 'sha'), branch: pull.text('base', 'ref')},
  }
}
