import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'

type Payload = Readonly<Record<string, unknown>>
export interface ActionEvent {
  readonly name: string
  readonly payload: unknown
}

export const repository = 'state/replay'

const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json')
const examples = JSON.parse(readFileSync(file, 'utf8')) as readonly {
  readonly name: string
  readonly examples: readonly Payload[]
}[]

/** As GitHub sends it, with the names of a test's repository in it. */
function example(name: string, action?: string): Payload {
  const found = examples
    .find((each) => each.name === name)
    ?.examples.find((each) => action === undefined || each['action'] === action)
  if (found === undefined) throw new Error(`GitHub gives no example of ${name} ${action ?? ''}.`)
  return {...found, repository: {...(found['repository'] as Payload), full_name: repository, default_branch: 'main'}}
}

/** Commits and branches of a pull request. */
export interface PullRequestFacts {
  readonly number?: number
  readonly base: string
  readonly head: string
  readonly branch?: string
  /** `owner/name` of the head; a fork has another one, null where that is gone. */
  readonly from?: string | null
}

export function pullRequestEvent(facts: PullRequestFacts, name = 'pull_request'): ActionEvent {
  const {number = 7, base, head, branch = 'requests', from = repository} = facts
  const payload = example('pull_request', 'opened')
  const pullRequest = payload['pull_request'] as Payload
  const [oldHead, oldBase] = [pullRequest['head'] as Payload, pullRequest['base'] as Payload]
  const repo = from === null ? null : {...(oldHead['repo'] as Payload), full_name: from, fork: from !== repository}
  return {
    name,
    payload: {
      ...payload,
      number,
      pull_request: {
        ...pullRequest,
        number,
        head: {...oldHead, sha: head, ref: branch, repo},
        base: {...oldBase, sha: base, ref: 'main', repo: payload['repository']},
      },
    },
  }
}

export const mergeGroupEvent = (base: string, head: string): ActionEvent => {
  const payload = example('merge_group')
  const group = {...(payload['merge_group'] as Payload), base_sha: base, head_sha: head}
  return {name: 'merge_group', payload: {...payload, merge_group: group}}
}

export const pushEvent = (before: string, after: string, branch = 'main'): ActionEvent => ({
  name: 'push',
  payload: {...example('push'), ref: `refs/heads/${branch}`, before, after},
})

export const dispatchEvent = (): ActionEvent => ({name: 'workflow_dispatch', payload: example('workflow_dispatch')})

/** GitHub sends nothing but the time table's line. */
export const scheduleEvent = (): ActionEvent => ({name: 'schedule', payload: {schedule: '17 * * * *'}})

export const workflowRunEvent = (head: string, startedBy = 'pull_request'): ActionEvent => {
  const payload = example('workflow_run')
  const run = {...(payload['workflow_run'] as Payload), head_sha: head, event: startedBy}
  return {name: 'workflow_run', payload: {...payload, workflow_run: run}}
}
