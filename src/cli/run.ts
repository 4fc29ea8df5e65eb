import packageJson from '../../package.json' with {type: 'json'}
import {fetchProtectedBranch, type ProtectedBranch} from '../commands/branch-settings.ts'
import {run, type RunOptions as Options, type RunResult} from '../commands/run.ts'
import {readSettingsFile, requireSettings} from '../commands/settings-file.ts'
import {todayIn} from '../commands/today.ts'
import {hexNonce, openRequestSource, openWorld, rehearse} from '../compose.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {World} from '../ports.ts'
import {openCheckout, type Checkout} from './checkout.ts'
import {runJson, runText, type ShownRun} from './run-text.ts'
import {stopOnSignal} from './stop-points.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'

export interface RunOptions extends GlobalOptions {
  readonly rehearse?: true
}

export async function runPending(terminal: Terminal, options: RunOptions): Promise<number> {
  const points = stopOnSignal(terminal)
  const checkout = await openCheckout(terminal, options, points)
  const branch = await openProtectedBranch(checkout)
  points.reach('fetched')
  const shown = await (options.rehearse === true ? rehearsed : performed)(terminal, checkout, branch)
  terminal.stdout.write(options.json === true ? runJson(shown) : runText(shown))
  return shown.result.exitCode
}

async function openProtectedBranch({workTree, surroundings}: Checkout): Promise<ProtectedBranch> {
  const file = await readSettingsFile(workTree)
  const settings = requireSettings(file)
  surroundings.log.progress(`Fetching branch ${settings.git.branch} of ${shownRemote(settings)} …`)
  const requests = await openRequestSource(surroundings, settings)
  return fetchProtectedBranch(requests, {bytes: file.bytes, settings}, surroundings.log)
}

/** An address may hold what is not for logs. */
const shownRemote = ({git: {remote}}: Settings): string => (remote.includes(':') ? 'the remote' : remote)

const runOptions = (terminal: Terminal): Options => ({
  runner: terminal.runner,
  programVersion: packageJson.version,
  nonce: hexNonce,
  today: todayIn,
})

async function performed(terminal: Terminal, {surroundings}: Checkout, branch: ProtectedBranch): Promise<ShownRun> {
  const {commit, settings} = branch
  const {world, lease, close} = await openWorld(surroundings, settings)
  try {
    const result = await run(world, lease, settings, commit, runOptions(terminal))
    return {result, settings, reports: await reportCommits(world, result), isRehearsal: false}
  } finally {
    await close()
  }
}

/** Where the report of each run lies. */
async function reportCommits({facts}: World, {runs}: RunResult): Promise<ReadonlyMap<string, string>> {
  if (runs.length === 0) return new Map()
  const recent = await facts.recentRuns(runs.length + 100)
  return new Map(recent.flatMap(({runId, reportCommit}) => (reportCommit === null ? [] : [[runId, reportCommit]])))
}

const rehearsed = (terminal: Terminal, {surroundings}: Checkout, {commit, settings}: ProtectedBranch) =>
  rehearse(surroundings, settings, async ({world, lease}): Promise<ShownRun> => {
    const result = await run(world, lease, settings, commit, runOptions(terminal))
    return {result, settings, reports: new Map(), isRehearsal: true}
  })
