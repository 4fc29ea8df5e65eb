import type {Settings} from '../settings/settings.ts'
import {unknownAction, type ActionReference} from './action-reference.ts'
import {filledTemplate} from './filled-template.ts'
import type {Forge} from './forge.ts'
import {scheduleLines} from './github-schedule.ts'

export const workflowNames = ['run', 'plan', 'comment', 'validate'] as const
export type WorkflowName = (typeof workflowNames)[number]

export interface WorkflowContext {
  readonly settings: Settings
  readonly forge: Exclude<Forge, 'none'>
  readonly action: ActionReference
}

/**
 * Workflows that the settings have use for, in the order in which they are written. `validate` is the last one: where it is,
 * all the others have been, and one that is missing was removed.
 */
export const wantedWorkflows = ({settings: {pullRequests}, forge}: WorkflowContext): readonly WorkflowName[] =>
  workflowNames.filter((name) => {
    if (name === 'comment') return pullRequests.comment && forge === 'github'
    return name !== 'plan' || !pullRequests.planByDaemon
  })

const defaultSchedule = "  schedule:\n    - cron: '0 22 * * *'\n      timezone: Asia/Kolkata"

/** @param template of templates/github, which holds the defaults */
export function workflowText(template: string, context: WorkflowContext): string {
  const {settings, forge, action} = context
  const {git, requestsDirectory, pullRequests, schedule, timeZone} = settings
  const values: (readonly [string, string])[] = [
    ["'main'", `'${git.branch}'`],
    ["refs/heads/main'", `refs/heads/${git.branch}'`],
    ['branch main ', `branch ${git.branch} `],
    ["'replay-requests/**'", `'${requestsDirectory}/**'`],
    [unknownAction, action],
    [defaultSchedule, scheduleLines({patterns: schedule.cron, timeZone, knowsZones: forge === 'github'})],
  ]
  if (pullRequests.commitExpect) {
    const toCommit = '# to commit the row contract to the branch of the pull request (pull_requests.commit_expect)'
    values.push(['contents: read # to read the pull request, and the protected branch', `contents: write ${toCommit}`])
  }
  if (forge === 'github-server') {
    values.push(['runs-on: ubuntu-latest', 'runs-on: [self-hosted, cqube-replay-validate]'])
  }
  return filledTemplate(template, wantedParts(context), values)
}

/** What stands in templates between `#?` lines. */
function wantedParts(context: WorkflowContext): ReadonlySet<string> {
  const {approval, emission, outputs, nifi, pullRequests, schedule} = context.settings
  const parts = {
    verdict: wantedWorkflows(context).includes('comment'),
    schedule: schedule.cron.length > 0,
    commit: pullRequests.commitExpect,
    app: approval.provider === 'github' && approval.approvers.some((name) => name.includes('/')),
    s3: emission.storage === 's3' || outputs.storage === 's3',
    'nifi-password': nifi.signIn === 'password',
    'nifi-token': nifi.signIn === 'token' && nifi.tokenFile === null,
  }
  return new Set(Object.entries(parts).flatMap(([name, isWanted]) => (isWanted ? [name] : [])))
}
