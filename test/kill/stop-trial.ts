import type {RunPoint} from '../../src/core/run/run-points.ts'
import {judge, viewOf, type Judgement} from './judge.ts'
import type {RunnerResult} from './runner.ts'
import {stopping} from './runner-process.ts'
import {corrected, insertOf, loads, requestedKeys, rowsOfLoads} from './trial-state.ts'
import type {TrialSite, TrialWorld} from './trial-world.ts'

export interface StopTrial extends Judgement {
  readonly point: RunPoint
  /** The second runner's result. */
  readonly successor: RunnerResult | null
  /** The stopped runner's, once it went on. */
  readonly sleeper: RunnerResult | null
  /** What the sleeper changed after it woke: the ledger's and the tables' rows, the refs of the remote, the documents. */
  readonly changed: boolean
}

/** A runner is stopped past its lease; another one takes over and finishes, corrected files arrive, then it wakes. */
export async function stopTrial(site: TrialSite, point: RunPoint): Promise<StopTrial> {
  const world = await site.trial()
  try {
    const sleeper = world.start({point, nth: 1, signal: 'SIGSTOP', afterMs: 0, withChildren: false})
    await sleeper.printed(stopping)
    await world.expireLease()
    const successor = await world.start(null).ended
    const rows = await loadCorrected(world)
    const before = await stateOf(world)

    sleeper.signal('SIGCONT')
    const woken = await sleeper.ended

    const changed = (await stateOf(world)) !== before
    return {point, successor, sleeper: woken, changed, ...(await judge(world, rows))}
  } finally {
    await world.remove()
  }
}

async function loadCorrected(world: TrialWorld): Promise<readonly string[]> {
  const all = loads(corrected, requestedKeys)
  for (const {dataSource, key, tags} of all) await world.client.query(insertOf(dataSource), [key, tags])
  return rowsOfLoads(all)
}

/** Everything that a runner could change, but for its own lease. */
async function stateOf(world: TrialWorld): Promise<string> {
  const {live, archived, deletions, fence, failed} = await viewOf(world.client)
  const {rows} = await world.client.query(
    'select run_id, state, report_commit, notes, failure_code from cqube_replay.run order by 1',
  )
  return JSON.stringify([live, archived, deletions, fence, failed, rows, world.refs(), world.documents()])
}
