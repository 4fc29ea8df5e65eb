import {ReplayError} from '../replay-error.ts'
import type {WorkflowEvent} from './event.ts'

const taken: readonly WorkflowEvent['kind'][] = ['push', 'schedule', 'workflow_dispatch']

/**
 * Which events lead to a run: those that come after a merge, and in which nobody has a hand who may not push.
 * @throws {ReplayError} EVENT_REFUSED
 */
export function requireRunEvent(event: WorkflowEvent): void {
  if (taken.includes(event.kind)) return
  const name = event.kind === 'other' ? JSON.stringify(event.name.slice(0, 60)) : `\`${event.kind}\``
  throw new ReplayError(
    'EVENT_REFUSED',
    `The event ${name} does not lead to a run, which deletes what the protected branch asks for. Nothing was opened. ` +
      'A run is made on `push` (to the protected branch), `schedule` and `workflow_dispatch`; in a pull request the ' +
      'commands are `validate` and `plan`.',
  )
}

/**
 * @param ref GITHUB_REF
 * @param branch `git.branch` of the settings
 * @throws {ReplayError} EVENT_REFUSED
 */
export function requireProtectedRef(ref: string, branch: string): void {
  if (ref === `refs/heads/${branch}`) return
  throw new ReplayError(
    'EVENT_REFUSED',
    `The workflow runs on ${JSON.stringify(ref.slice(0, 200))}, and a run acts on branch ${branch} only, as \`git.branch\` ` +
      `says. Nothing was started. Let it be started by \`on: push: branches: [${branch}]\` or a schedule; by hand, ` +
      `choose branch ${branch} under "Run workflow".`,
  )
}

/**
 * A branch may say of itself that it is the one that runs act on: whoever may push can make one. So it must be one that an
 * administrator chose, by protecting it or by making it the default.
 * @param isProtected as GITHUB_REF_PROTECTED says
 * @throws {ReplayError} EVENT_REFUSED
 */
export function requireChosenBranch(branch: string, defaultBranch: string, isProtected: boolean): void {
  if (isProtected || branch === defaultBranch) return
  throw new ReplayError(
    'EVENT_REFUSED',
    `Branch ${branch} is neither protected nor the default branch of the repository, so that whoever may push could have ` +
      'made it, and its settings. Nothing was started. Protect it (Settings, Branches) if runs shall act on it.',
  )
}

export const unprotectedText = (branch: string): string =>
  `GitHub says that branch ${branch} is not protected: whoever may push can delete without a review. Protect it ` +
  '(Settings, Branches), or let `approval.provider` ask for approvals.'

/** @param text of the input `requests`: paths with blanks or line breaks between them; none of their names holds one */
export const chosenPaths = (text: string): readonly string[] =>
  text
    .split(/[\s,]+/)
    .map((path) => path.replace(/^\.\//, '').replace(/\/+$/, ''))
    .filter((path) => path !== '')
