import {resolve} from 'node:path'
import {defaultSettings, readSettingsFile} from '../commands/settings-file.ts'
import {openWorkTree, surroundingsOf} from '../compose.ts'
import {githubOf} from '../compose-github.ts'
import {checkoutRemote} from '../compose-pull-request.ts'
import {readBranch, type PlanSite} from '../entries/plan-pull-request.ts'
import type {PullRequest} from '../ports/pull-requests.ts'
import type {ActionCall} from './action-call.ts'

export interface ActionPlanSite {
  readonly site: PlanSite
  /** The protected one, as the checkout names it. */
  readonly branch: string
  readonly readPullRequest: (number: number) => Promise<PullRequest>
}

/** The checkout of the job, and the remote that it was made from: a pull request's own settings name no other. */
export async function openPlanSite({input, environment, directory, runner, log}: ActionCall): Promise<ActionPlanSite> {
  const workTree = await openWorkTree(resolve(directory, input('directory')))
  const stderr = {
    write: (text: string) => {
      log(text.trimEnd())
    },
    isTTY: true,
  }
  const settings = (await readSettingsFile(workTree)).settings ?? defaultSettings()
  const opened = surroundingsOf({root: workTree.root, environment, stderr, runner})
  const {surroundings, place} = await checkoutRemote(opened, defaultSettings())
  const site: PlanSite = {
    surroundings,
    place,
    pullRequests: async (ofBranch) => (await githubOf(surroundings, ofBranch)).pullRequests,
    whole: 'the whole plan is in the summary of the job.',
    isToldWhenEmpty: () => true,
  }
  const {branch} = settings.git
  return {
    site,
    branch,
    readPullRequest: async (number) => {
      const reviewed = await readBranch(site, branch)
      return (await site.pullRequests(reviewed.settings)).read(number)
    },
  }
}
