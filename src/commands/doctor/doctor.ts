import {exitCodeOf, exitCodes, errorCatalogue, type ErrorCode} from '../../core/error-catalogue.ts'
import {failure, skipped, type Finding} from '../../core/doctor/finding.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Settings} from '../../core/settings/settings.ts'
import type {Clock} from '../../ports.ts'
import type {Check} from '../../ports/checks.ts'
import {approverChecks} from './approver-checks.ts'
import {databaseChecks} from './database-checks.ts'
import type {DoctorWorld} from './doctor-world.ts'
import {ledgerChecks} from './ledger-checks.ts'
import {machineChecks} from './machine-checks.ts'
import {nifiChecks} from './nifi-checks.ts'
import {repositoryChecks} from './repository-checks.ts'
import {signatureChecks} from './signature-checks.ts'

/** In the order in which they are shown; a check comes behind the one that it is after. */
export const checks: readonly Check<DoctorWorld>[] = [
  ...machineChecks,
  ...databaseChecks,
  ...ledgerChecks,
  ...repositoryChecks,
]

/** Those of NiFi, and of who approves, only where the settings name one: most sites have none to look at. */
export const checksFor = ({nifi, approval}: Pick<Settings, 'nifi' | 'approval'>): readonly Check<DoctorWorld>[] => [
  ...checks,
  ...(approval.provider === 'signed-commits' ? signatureChecks : []),
  ...(approval.provider === 'github' ? approverChecks : []),
  ...(nifi.address === null ? [] : nifiChecks),
]

export interface CheckResult extends Finding {
  readonly name: string
}

const longestMs = 30_000

/**
 * Makes every check, several at a time. None stands in the way of another but of those that are after it, and none is
 * waited for longer than half a minute.
 * @param each is told how many are done
 */
export async function runChecks<World extends {readonly clock: Clock}>(
  table: readonly Check<World>[],
  world: World,
  each: (done: number) => void = () => undefined,
): Promise<readonly CheckResult[]> {
  const results = new Map<string, Promise<CheckResult>>()
  let done = 0
  for (const check of table) {
    const before = check.after === null ? undefined : results.get(check.after)
    results.set(
      check.name,
      resultOf(check, world, before).finally(() => {
        each((done += 1))
      }),
    )
  }
  return Promise.all(results.values())
}

async function resultOf<World extends {readonly clock: Clock}>(
  {name, after, late, act}: Check<World>,
  world: World,
  before: Promise<CheckResult> | undefined,
): Promise<CheckResult> {
  const status = (await before)?.status
  if (status === 'failure' || status === 'skipped') return {name, ...skipped(`It needs: ${after ?? ''}`)}
  return {name, ...(await within(longestMs, world.clock, late ?? 'DATABASE_UNREACHABLE', act(world)).catch(findingOf))}
}

async function within(ms: number, clock: Clock, code: ErrorCode, act: Promise<Finding>): Promise<Finding> {
  let stop = (): void => undefined
  const late = new Promise<Finding>((resolve) => {
    stop = clock.every(ms, () => {
      resolve(failure(code, `There was no answer within ${ms / 1000} s`))
    })
  })
  try {
    return await Promise.race([act, late])
  } finally {
    stop()
  }
}

function findingOf(error: unknown): Finding {
  if (error instanceof ReplayError) return failure(error.code, error.message.replace(/\.$/, ''))
  return failure('BUG', error instanceof Error ? error.message : String(error), errorCatalogue.BUG.fix)
}

/** What a script may conclude: nothing failed · what failed may pass by itself, so ask again · somebody must do something. */
export function doctorExitCode(results: readonly CheckResult[]): number {
  const codes = results.flatMap(({code}) => (code === null ? [] : [exitCodeOf(code)]))
  if (codes.length === 0) return exitCodes.done
  if (codes.includes(exitCodes.bug)) return exitCodes.bug
  return codes.every((code) => code === exitCodes.remoteFailed) ? exitCodes.remoteFailed : exitCodes.refused
}
