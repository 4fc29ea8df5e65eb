import type {Initialised} from '../commands/init.ts'
import {isPlaceholder, unknownAction, type ActionReference} from '../core/init/action-reference.ts'
import {wantedWorkflows} from '../core/init/github-workflows.ts'

/** What is still to be done for the workflows: a title and its lines; none where the forge is another one. */
export function forgeStep({host, settings, address}: Initialised): [string, ...string[]][] {
  const {forge, action} = host
  if (forge === 'none') {
    return address === null
      ? [['Where the remote is GitHub, let workflows check, plan and run:', 'cqube-replay init --forge github']]
      : []
  }
  const {branch} = settings.git
  const hasPlan = wantedWorkflows({settings, forge, action}).includes('plan')
  const labels = [
    'cqube-replay-run',
    ...(hasPlan ? ['cqube-replay-plan'] : []),
    ...(forge === 'github' ? [] : ['cqube-replay-validate']),
  ]
  return [
    [
      'Make what the workflows need on GitHub (docs/github-action.md leads through it):',
      ...actionLines(action),
      `- environment cqube-replay: branch ${branch} only, its reviewers, and the secrets that the workflow names`,
      ...(hasPlan ? ['- environment cqube-replay-plan: a DATABASE_URL whose role may read and nothing else'] : []),
      `- self-hosted runners with the labels ${labels.join(', ')}`,
      `- protection of ${branch}: reviews, code owners, the required check "cqube-replay validate"`,
      ...(forge === 'github-server'
        ? ['- GitHub Enterprise Server takes no artifacts of the present kind: verdicts get no comment there']
        : []),
    ],
  ]
}

function actionLines(action: ActionReference): string[] {
  if (!isPlaceholder(action)) return []
  const [named = ''] = action.split('@')
  const commit = action === unknownAction ? ', and its commit for the zeros' : ''
  return [`- in .github/workflows, write your copy of cqube-replay for ${named}${commit}`]
}
