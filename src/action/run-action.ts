import {resolve} from 'node:path'
import {readSettingsFile, requireSettings} from '../commands/settings-file.ts'
import {openWorkTree, surroundingsOf, type Surroundings} from '../compose.ts'
import {checkoutRemote} from '../compose-pull-request.ts'
import {fitted, summaryLimit} from '../core/github/fitted-page.ts'
import {
  chosenPaths,
  requireChosenBranch,
  requireProtectedRef,
  requireRunEvent,
  unprotectedText,
} from '../core/github/run-terms.ts'
import {isError} from '../core/problem.ts'
import {line} from '../core/report/markdown.ts'
import {totalsOf} from '../core/report/totals.ts'
import {writeOutcomeComments} from '../entries/outcome-comments.ts'
import {performRehearsal, performRun} from '../entries/perform-run.ts'
import {openProtectedBranch} from '../entries/protected-branch.ts'
import type {ShownRun} from '../entries/shown-run.ts'
import {stoppable, stopOnSignal, type Stop} from '../entries/stop-points.ts'
import type {LocalSettings, ProtectedBranch} from '../commands/branch-settings.ts'
import type {ActionCall, ActionCommand} from './action-call.ts'
import {runLines, runPage} from './run-page.ts'

const stopping = 'Stopping after the current act; the next job goes on from there. The next signal ends at once.'

/**
 * One pass over the protected branch, as `cqube-replay run` makes it; with `dry-run` rolled back.
 * @throws {ReplayError} EVENT_REFUSED before anything is opened; STOPPED, and what else stops a run
 */
export const run: ActionCommand = async (call) => {
  requireRunEvent(call.event)
  const stop = stopOnSignal(call.process, () => {
    call.log(stopping)
  })
  const {surroundings, branch, warnings} = await openRun(call, stop)
  stop.reach('fetched')
  const perform = call.input('dry-run') === 'true' ? performRehearsal : performRun
  const shown = await perform(surroundings, branch, chosenPaths(call.input('requests')))
  await show(call, shown, warnings)
  // Last, so that what a slow GitHub holds up is nothing but this.
  const comments = await writeOutcomeComments(surroundings, shown, stop.signal)
  call.setOutput('comment-url', comments.at(-1) ?? '')
  return shown.result.exitCode
}

interface OpenRun {
  readonly surroundings: Surroundings
  readonly branch: ProtectedBranch
  readonly warnings: readonly string[]
}

async function openRun(call: ActionCall, stop: Stop): Promise<OpenRun> {
  const {environment, runner, event, defaultBranch} = call
  const workTree = await openWorkTree(resolve(call.directory, call.input('directory')))
  const {bytes, ...file} = await readSettingsFile(workTree)
  const settings = requireSettings(file)
  requireProtectedRef(environment['GITHUB_REF'] ?? '', settings.git.branch)
  const opened = stoppable(surroundingsOf({root: workTree.root, environment, stderr: logOf(call), runner}), stop)
  const {surroundings, place} = await checkoutRemote(opened, settings)
  const isProtected = environment['GITHUB_REF_PROTECTED'] !== 'false'
  // GitHub takes schedules from the default branch alone.
  if (event.kind !== 'schedule') requireChosenBranch(settings.git.branch, defaultBranch, isProtected)
  const warnings = isProtected ? [] : [unprotectedText(settings.git.branch)]
  for (const warning of warnings) surroundings.log.warn(warning)
  const local: LocalSettings = {bytes, settings: {...settings, git: {...settings.git, ...place}}}
  const branch = await openProtectedBranch(surroundings, local)
  return {
    surroundings,
    warnings,
    branch: {...branch, settings: {...branch.settings, git: {...branch.settings.git, ...place}}},
  }
}

const logOf = ({log}: ActionCall): Parameters<typeof surroundingsOf>[0]['stderr'] => ({
  isTTY: true,
  write: (text) => {
    log(text.trimEnd())
  },
})

async function show(call: ActionCall, shown: ShownRun, warnings: readonly string[]): Promise<void> {
  const {runs, plan} = shown.result
  const totals = runs.map(totalsOf)
  const sources = runs.flatMap(({deletions}) => deletions.map(({dataSource}) => dataSource))
  const commits = runs.flatMap(({runId}) => shown.reports.get(runId) ?? [])
  call.setOutput(
    'rows',
    totals.reduce((sum, {deleted}) => sum + deleted, 0),
  )
  call.setOutput('sources', JSON.stringify([...new Set(sources)]))
  call.setOutput('run-ids', JSON.stringify(runs.map(({runId}) => runId)))
  call.setOutput('report-commit', commits.at(-1) ?? '')
  call.annotate((plan?.problems ?? []).filter(isError))
  for (const each of runLines(shown)) call.log(each)
  const rest = (leftOut: number) =>
    line`**${leftOut} ${leftOut === 1 ? 'part is' : 'parts are'} not shown here.** The reports are whole on their branch.`
  await call.summarise(fitted(runPage(shown, warnings), summaryLimit, rest)).catch((error: unknown) => {
    call.log(`warning: The summary was not written; the run stands. ${String(error)}`)
  })
}
