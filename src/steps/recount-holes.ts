import type {Hole} from '../core/holes/hole.ts'
import {judgeHole} from '../core/holes/judge-hole.ts'
import type {Epoch, World} from '../ports.ts'

/** Counts what came back of the slices that runs deleted, and writes it to the ledger. */
export async function recountHoles(
  world: Pick<World, 'holes' | 'points' | 'clock' | 'log'>,
  epoch: Epoch,
): Promise<void> {
  world.points.reach('before-holes')
  const watched = await world.holes.watched()
  if (watched.length > 0) world.log.progress(`Counting what came back of ${watched.length} deleted slices …`)
  const rows = await world.holes.count(watched)
  for (const table of tablesNotCounted(watched, rows)) {
    world.log.warn(`${table} could not be counted, so what came back of it is not known; the next pass tries again.`)
  }
  const now = world.clock.now()
  const judged = watched.flatMap((hole, index) => {
    const reloaded = rows[index] ?? null
    return reloaded === null ? [] : [judgeHole(hole, reloaded, now)]
  })
  await world.holes.record(epoch, judged)
  world.points.reach('holes-counted')
}

/** A table that is locked or lost holds up no report: its holes stay as they are. */
const tablesNotCounted = (holes: readonly Hole[], rows: readonly (number | null)[]): readonly string[] => [
  ...new Set(holes.filter((_, index) => (rows[index] ?? null) === null).map(({table}) => table)),
]
