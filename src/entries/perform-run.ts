import packageJson from '../../package.json' with {type: 'json'}
import type {ProtectedBranch} from '../commands/branch-settings.ts'
import type {Chosen} from '../commands/chosen-files.ts'
import {run, type RunOptions, type RunResult} from '../commands/run.ts'
import {todayIn} from '../commands/today.ts'
import {hexNonce, openWorld, type Surroundings} from '../compose.ts'
import {rehearse} from '../compose-rehearsal.ts'
import type {World} from '../ports.ts'
import type {ShownRun} from './shown-run.ts'

const runOptions = ({runner}: Surroundings, only: Chosen): RunOptions => ({
  runner,
  programVersion: packageJson.version,
  nonce: hexNonce,
  today: todayIn,
  only,
})

/**
 * One pass of a runner, the same for `run`, for the daemon and for the Action.
 * @param only of the pending requests these files; none: all
 */
export async function performRun(
  surroundings: Surroundings,
  {commit, settings}: ProtectedBranch,
  only: Chosen = [],
): Promise<ShownRun> {
  const {world, lease, close} = await openWorld(surroundings, settings)
  try {
    const result = await run(world, lease, settings, commit, runOptions(surroundings, only))
    return {result, settings, reports: await reportCommits(world, result), isRehearsal: false}
  } finally {
    await close()
  }
}

/** Where the report of each run lies. */
async function reportCommits({facts}: World, {runs, renewed}: RunResult): Promise<ReadonlyMap<string, string>> {
  if (runs.length + renewed.length === 0) return new Map()
  const recent = await facts.recentRuns(runs.length + renewed.length + 100)
  return new Map(recent.flatMap(({runId, reportCommit}) => (reportCommit === null ? [] : [[runId, reportCommit]])))
}

/** The same pass, rolled back. */
export const performRehearsal = (
  surroundings: Surroundings,
  {commit, settings}: ProtectedBranch,
  only: Chosen = [],
): Promise<ShownRun> =>
  rehearse(surroundings, settings, async ({world, lease}): Promise<ShownRun> => {
    const result = await run(world, lease, settings, commit, runOptions(surroundings, only))
    return {result, settings, reports: new Map(), isRehearsal: true}
  })
