import {writeSync} from 'node:fs'
import {hostname} from 'node:os'
import {systemClock} from '../../src/adapters/clock/system-clock.ts'
import {ReplayError} from '../../src/core/replay-error.ts'
import type {RunPoint} from '../../src/core/run/run-points.ts'
import type {Points} from '../../src/ports.ts'
import {onePass} from '../support/one-pass.ts'

/** A runner's process, which ends or stops itself where a trial says. Its order is its first argument, as JSON. */
export interface RunnerOrder {
  readonly root: string
  readonly halt: Halt | null
  /** Prints a line for each point, for a parent that picks its moment. */
  readonly tellsPoints: boolean
}

export interface Halt {
  readonly point: RunPoint
  /** The first time that the point is reached is 1. */
  readonly nth: number
  readonly signal: 'SIGKILL' | 'SIGSTOP'
  /** Milliseconds after the point; 0: at the point. */
  readonly afterMs: number
  /** The processes of git that it started, too. */
  readonly withChildren: boolean
}

/** The last line that a runner prints. */
export interface RunnerResult {
  readonly exitCode: number
  readonly code: string | null
  readonly message: string | null
}

const print = (line: string): void => {
  // Not `process.stdout.write`, which may be too late.
  writeSync(1, `${line}\n`)
}

function haltingPoints({halt, tellsPoints}: RunnerOrder): Points {
  let reached = 0
  const act = (at: Halt) => {
    if (at.signal === 'SIGSTOP') print('stopping')
    process.kill(at.withChildren ? -process.pid : process.pid, at.signal)
  }
  return {
    reach: (point) => {
      if (tellsPoints) print(`point ${point}`)
      if (halt?.point !== point || (reached += 1) !== halt.nth) return
      if (halt.afterMs === 0) act(halt)
      else setTimeout(act, halt.afterMs, halt)
    },
  }
}

async function main(): Promise<RunnerResult> {
  const order = JSON.parse(process.argv[2] ?? '') as RunnerOrder
  try {
    const {exitCode} = await onePass({
      root: order.root,
      environment: process.env,
      clock: systemClock,
      log: {progress: () => undefined, warn: () => undefined, advance: () => undefined},
      runner: `${hostname()} (pid ${process.pid})`,
      points: haltingPoints(order),
    })
    return {exitCode, code: null, message: null}
  } catch (error) {
    if (error instanceof ReplayError) return {exitCode: error.exitCode, code: error.code, message: error.message}
    return {exitCode: 70, code: 'BUG', message: error instanceof Error ? (error.stack ?? error.message) : String(error)}
  }
}

// A timer that would still halt the runner is of no interest once it is done.
print(JSON.stringify(await main()))
process.exit()
