import {tellOutcome} from '../commands/tell-outcome.ts'
import {openRequestSource, type Surroundings} from '../compose.ts'
import {githubOf} from '../compose-github.ts'
import {commentLimit, fitted} from '../core/github/fitted-page.ts'
import {githubTokenKeys} from '../core/github/token-keys.ts'
import {outcomePage} from '../core/pull-request/outcome-page.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {RunRecord} from '../core/run/run-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {ShownRun} from './shown-run.ts'

/**
 * Writes to the pull requests what became of what they brought, if the settings want comments. Throws nothing that GitHub
 * or git do: a run is not worse for a comment that is missing.
 * @returns addresses of the comments
 */
export async function writeOutcomeComments(
  surroundings: Surroundings,
  shown: ShownRun,
  stopping: AbortSignal,
): Promise<readonly string[]> {
  const {result, settings, isRehearsal} = shown
  if (isRehearsal || !settings.pullRequests.comment || result.runs.length + result.renewed.length === 0) return []
  const {clock, log, environment} = surroundings
  try {
    const {pullRequests} = await githubOf(surroundings, settings)
    const requests = await openRequestSource(surroundings, settings)
    const pageOf: Parameters<typeof tellOutcome>[0]['pageOf'] = (record, brought) => {
      const page = outcomePage(record, brought, {
        settings,
        reportCommit: shown.reports.get(record.runId) ?? null,
        repositoryAddress: repositoryAddress(record, environment),
      })
      return fitted(page.blocks, commentLimit, page.rest)
    }
    return await tellOutcome({pullRequests, requests, clock, log, stopping, pageOf}, settings.git.branch, result)
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    log.warn(`The outcome was not written to the pull requests; the run stands. ${error.code}: ${error.message}`)
    return []
  }
}

/** Whether a daemon is one of GitHub: a token for it is there, or the settings have it asked. */
export const speaksToGithub = ({environment}: Surroundings, {approval, pullRequests}: Settings): boolean =>
  approval.provider === 'github' ||
  pullRequests.planByDaemon ||
  [githubTokenKeys.token, githubTokenKeys.file, githubTokenKeys.appId].some((key) => (environment[key] ?? '') !== '')

/** In a workflow as its environment says; elsewhere as reviews, which are asked for there, have it. */
function repositoryAddress({requests}: RunRecord, environment: Surroundings['environment']): string | null {
  const {GITHUB_SERVER_URL: server = '', GITHUB_REPOSITORY: repository = ''} = environment
  if (server !== '' && repository !== '') return `${server}/${repository}`
  const [pullRequest] = requests.flatMap(({approval}) => (approval?.provider === 'github' ? [approval.address] : []))
  return pullRequest?.replace(/\/pull\/\d+$/, '') ?? null
}
