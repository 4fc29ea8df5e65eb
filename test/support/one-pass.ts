import {randomBytes} from 'node:crypto'
import {fetchProtectedBranch} from '../../src/commands/branch-settings.ts'
import {run, type RunResult} from '../../src/commands/run.ts'
import {readSettingsFile, requireSettings} from '../../src/commands/settings-file.ts'
import {todayIn} from '../../src/commands/today.ts'
import {openRequestSource, openWorkTree, openWorld, type Surroundings} from '../../src/compose.ts'
import {rehearse} from '../../src/compose-rehearsal.ts'
import type {Approvals} from '../../src/ports/approvals.ts'

const runOptions = ({runner}: Surroundings, only: readonly string[] = []) => ({
  runner,
  programVersion: '0.0.0-test',
  nonce: () => randomBytes(2).toString('hex'),
  today: todayIn,
  only,
})

async function protectedBranch(surroundings: Surroundings) {
  const file = await readSettingsFile(await openWorkTree(surroundings.root))
  const settings = requireSettings(file)
  const requests = await openRequestSource(surroundings, settings)
  const branch = await fetchProtectedBranch(requests, {bytes: file.bytes, settings}, surroundings.log)
  surroundings.points.reach('fetched')
  return branch
}

export interface PassOptions {
  readonly only?: readonly string[]
  /** In place of those that the settings name. */
  readonly approvals?: Approvals
}

/** One pass of a runner over the real adapters, as `cqube-replay run` makes it. */
export async function onePass(
  surroundings: Surroundings,
  {only = [], approvals}: PassOptions = {},
): Promise<RunResult> {
  const {commit, settings} = await protectedBranch(surroundings)
  const {world, lease, close} = await openWorld(surroundings, settings)
  try {
    const asked = approvals === undefined ? world : {...world, approvals}
    return await run(asked, lease, settings, commit, runOptions(surroundings, only))
  } finally {
    await close()
  }
}

/** As `cqube-replay run --rehearse`. */
export async function oneRehearsal(
  surroundings: Surroundings,
  {only = [], approvals}: PassOptions = {},
): Promise<RunResult> {
  const {commit, settings} = await protectedBranch(surroundings)
  return rehearse(surroundings, settings, ({world, lease}) => {
    const asked = approvals === undefined ? world : {...world, approvals}
    return run(asked, lease, settings, commit, runOptions(surroundings, only))
  })
}
