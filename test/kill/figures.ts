import type {Trial} from './trial.ts'

const numberOf = (name: string, fallback: number): number => Number(process.env[name] ?? fallback)

/** 2 in CI, 20 with `npm run test:kill`. */
export const seedsPerPoint = numberOf('KILL_SEEDS', 2)
export const randomKills = numberOf('KILL_RANDOM', 100)
export const trialsAtOnce = 3

export const wrong = ({doubles, lost, faults, unfinished}: Trial): boolean =>
  doubles > 0 || lost > 0 || faults.length > 0 || unfinished !== null

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** The figures of a matrix, for whoever watches the tests and for docs/guarantees.md. */
export function tell(title: string, trials: readonly Trial[], begun: number): void {
  const seconds = (Date.now() - begun) / 1000
  const killed = trials.filter((trial) => trial.killed)
  const points = new Map<string, number>()
  for (const {death} of killed) {
    const point = 'point' in death ? death.point : `after ${death.after ?? 'the start'}`
    points.set(point, (points.get(point) ?? 0) + 1)
  }
  process.stderr.write(
    `${title}: ${trials.length} trials, ${killed.length} killed, ${sum(trials.map(({doubles}) => doubles))} rows deleted twice, ` +
      `${sum(trials.map(({lost}) => lost))} lost, ${trials.filter(wrong).length} wrong, ${sum(trials.map(({passes}) => passes))} later passes, ` +
      `${seconds.toFixed(0)} s (${[...points].map(([point, kills]) => `${point} ${kills}`).join(', ')})\n`,
  )
}
