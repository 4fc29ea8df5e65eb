import {runPoints, type RunPoint} from '../../src/core/run/run-points.ts'
import {judge, viewOf, type Judgement} from './judge.ts'
import {oneOf, seeded} from './random.ts'
import type {Halt, RunnerResult} from './runner.ts'
import {corrected, insertOf, loads, requestedKeys, rowsOfLoads, spellingNames, type Spelling} from './trial-state.ts'
import type {TrialSite, TrialWorld} from './trial-world.ts'

/** How the first runner ends: by itself at a point, or by its parent at a moment after one (null: after its start). */
export type Death = Halt | {readonly after: RunPoint | null; readonly afterMs: number; readonly withChildren: boolean}

export interface Trial extends Judgement {
  readonly seed: number
  readonly death: Death
  /** False: the first runner was through before it could be killed. */
  readonly killed: boolean
  readonly passes: number
  /** What the last of them said, null when it was through. */
  readonly unfinished: RunnerResult | null
}

const passesAtMost = 6

/** Kills a runner, lets others come after it, and judges what is left when they are done. */
export async function killTrial(site: TrialSite, death: Death, seed: number): Promise<Trial> {
  const random = seeded(seed)
  const world = await site.trial()
  try {
    const first = await die(world, death)
    const load = correctedFiles(world)
    // At once, while the database may still execute what the dead runner sent; or later.
    if (random() < 0.6) {
      await world.quiet()
      if (random() < 0.7) await load.whereDeleted()
    }
    if (random() < 0.5) world.spell(respelling(random))
    let passes = 0
    if (random() < 0.25) {
      await world.expireLease()
      await die(world, {point: oneOf(random, runPoints), nth: 1, signal: 'SIGKILL', afterMs: 0, withChildren: false})
      passes += 1
    }
    const atOnce = random() < 0.2 ? 2 : 1
    let unfinished: RunnerResult | null = {exitCode: 4, code: null, message: null}
    while (unfinished !== null && passes < passesAtMost) {
      await world.expireLease()
      const results = await Promise.all(Array.from({length: atOnce}, () => world.start(null).ended))
      bugsOf(results)
      unfinished = results.some((result) => result?.exitCode === 0) ? null : (results[0] ?? null)
      passes += 1
    }
    if (random() < 0.5) {
      await load.everywhere()
      world.spell(respelling(random))
      await world.expireLease()
      bugsOf([await world.start(null).ended])
      passes += 1
    }
    return {seed, death, killed: first === null, passes, unfinished, ...(await judge(world, load.loaded()))}
  } finally {
    await world.remove()
  }
}

const respelling = (random: () => number): Spelling =>
  oneOf(random, spellingNames as readonly [Spelling, ...Spelling[]])

async function die(world: TrialWorld, death: Death): Promise<RunnerResult | null> {
  if ('point' in death) return world.start(death).ended
  const runner = world.start(null, true)
  if (death.after !== null) await runner.printed(`point ${death.after}`)
  await new Promise((resolve) => setTimeout(resolve, death.afterMs))
  runner.signal('SIGKILL', death.withChildren)
  return runner.ended
}

/** A runner may find that another one is active, or that a lock or the remote keeps it waiting; never a bug of ours. */
function bugsOf(results: readonly (RunnerResult | null)[]): void {
  const bug = results.find((result) => result?.exitCode === 70)
  if (bug?.exitCode === 70) throw new Error(`${bug.code ?? ''}: ${bug.message ?? ''}`)
}

/** Corrected rows of the same slices, as cQube's ingestion loads them once the old ones are gone. */
function correctedFiles(world: TrialWorld) {
  const all = loads(corrected, requestedKeys)
  const loaded = new Set<(typeof all)[number]>()
  const insert = async (dataSources: ReadonlySet<string>) => {
    for (const each of all.filter((candidate) => dataSources.has(candidate.dataSource) && !loaded.has(candidate))) {
      await world.client.query(insertOf(each.dataSource), [each.key, each.tags])
      loaded.add(each)
    }
  }
  return {
    whereDeleted: async () => {
      const {fence} = await viewOf(world.client)
      const {rows} = await world.client.query<{source: string}>(
        'select data_source as source from cqube_replay.archive group by 1',
      )
      await insert(new Set([...fence.map(({source}) => source), ...rows.map(({source}) => source)]))
    },
    everywhere: () => insert(new Set(Object.keys(requestedKeys))),
    loaded: () => rowsOfLoads([...loaded]),
  }
}
