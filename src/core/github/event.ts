/** What started a workflow, as far as a command goes by it. Source: GitHub, "Webhook events and payloads". */
export type WorkflowEvent =
  | {
      readonly kind: 'pull_request'
      readonly number: number
      /** Whether its branch lies in another repository: whoever can read the repository may have made it. */
      readonly isFork: boolean
      /** `owner/name` of the head; null when that repository is gone. */
      readonly headRepository: string | null
      readonly headCommit: string
      readonly headBranch: string
      readonly baseCommit: string
      readonly baseBranch: string
    }
  | {readonly kind: 'merge_group'; readonly headCommit: string; readonly baseCommit: string}
  | {readonly kind: 'push'; readonly branch: string | null; readonly commit: string; readonly before: string}
  | {readonly kind: 'schedule'}
  | {readonly kind: 'workflow_dispatch'}
  /** After the workflow of a pull request; what that one left behind is data of whoever opened it. */
  | {readonly kind: 'workflow_run'; readonly headCommit: string; readonly startedBy: string}
  | {readonly kind: 'other'; readonly name: string}

type Payload = Readonly<Record<string, unknown>>

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? (found as Payload)[key] : undefined),
    value,
  )
const textAt = (value: unknown, ...path: readonly string[]): string => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}
const headsPrefix = 'refs/heads/'

/** Of the repository that the event is of; empty: the payload does not say. */
export const defaultBranchOf = (payload: unknown): string => textAt(payload, 'repository', 'default_branch')

/** @param payload of GITHUB_EVENT_PATH; what it lacks is an empty text, which no command takes for a commit */
export function workflowEvent(name: string, payload: unknown): WorkflowEvent {
  switch (name) {
    case 'pull_request': {
      const head = at(payload, 'pull_request', 'head')
      const base = at(payload, 'pull_request', 'base')
      const headRepository = textAt(head, 'repo', 'full_name')
      const number = at(payload, 'pull_request', 'number')
      return {
        kind: 'pull_request',
        number: typeof number === 'number' ? number : 0,
        // A head whose repository is gone was a fork: a branch of ours has ours.
        isFork: headRepository === '' || headRepository !== textAt(payload, 'repository', 'full_name'),
        headRepository: headRepository === '' ? null : headRepository,
        headCommit: textAt(head, 'sha'),
        headBranch: textAt(head, 'ref'),
        baseCommit: textAt(base, 'sha'),
        baseBranch: textAt(base, 'ref'),
      }
    }
    case 'merge_group':
      return {
        kind: 'merge_group',
        headCommit: textAt(payload, 'merge_group', 'head_sha'),
        baseCommit: textAt(payload, 'merge_group', 'base_sha'),
      }
    case 'push': {
      const ref = textAt(payload, 'ref')
      return {
        kind: 'push',
        branch: ref.startsWith(headsPrefix) ? ref.slice(headsPrefix.length) : null,
        commit: textAt(payload, 'after'),
        before: textAt(payload, 'before'),
      }
    }
    case 'schedule':
    case 'workflow_dispatch':
      return {kind: name}
    case 'workflow_run':
      return {
        kind: 'workflow_run',
        headCommit: textAt(payload, 'workflow_run', 'head_sha'),
        startedBy: textAt(payload, 'workflow_run', 'event'),
      }
    default:
      return {kind: 'other', name}
  }
}
