import {spanOf} from '../core/nifi/trouble-words.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {DeletionName} from '../core/run/submission.ts'
import type {NifiSettings} from '../core/settings/settings.ts'
import type {DeletionEngine, World} from '../ports.ts'
import type {HandOverProgress, HandOvers} from '../ports/hand-overs.ts'
import type {FlowKeeper} from './flow-keeper.ts'

export interface NifiEngineParts extends Pick<World, 'clock' | 'log' | 'points'> {
  readonly handOvers: HandOvers
  /** Null: the runner does not speak to NiFi, which asks the ledger by itself. */
  readonly keeper: FlowKeeper | null
}

const pollMs = 500
/** A database that restarts is back before a run should end. */
const databasePatienceMs = 30_000
const progressEveryMs = 60_000

/** NiFi executes the deletions: it asks the ledger for them, and the ledger is believed, not NiFi. */
export function nifiEngine(
  {handOvers, keeper, clock, log, points}: NifiEngineParts,
  {deadlineMinutes}: Pick<NifiSettings, 'deadlineMinutes'>,
): DeletionEngine {
  const now = (): number => clock.now().getTime()
  /** NiFi has all deletions from the beginning, and does one after the other: each has the time since the last one ended. */
  let waitsSince = now()

  /** @throws {ReplayError} DATABASE_UNREACHABLE once it has been away for long */
  async function progressOf(deletion: DeletionName): Promise<HandOverProgress> {
    const end = now() + databasePatienceMs
    for (let isTold = false; ; isTold = true) {
      try {
        return await handOvers.progress(deletion)
      } catch (error) {
        const isAway = error instanceof ReplayError && error.code === 'DATABASE_UNREACHABLE'
        if (!isAway || now() >= end) throw error
        if (!isTold) log.warn(`${error.code}: ${error.message} Waiting for it.`)
        points.reach('deletion-awaited')
        await clock.sleep(pollMs)
      }
    }
  }

  const reasonsOf = async (claims: number, met: string): Promise<readonly string[]> => [
    ...(claims === 0 ? ['It never asked for it.'] : []),
    ...((await keeper?.troubles({claims})) ?? []),
    ...(met === '' ? [] : [`What it met last: ${met}`]),
  ]

  async function execute(deletion: DeletionName): Promise<void> {
    const {dataSource} = deletion
    const deadline = waitsSince + deadlineMinutes * 60_000
    const startedAt = now()
    let told = ''
    let saidAt = startedAt
    for (;;) {
      const {state, claims, isPaused, failure} = await progressOf(deletion)
      if (state === 'DONE') break
      if (state === 'VOID') throw voided(deletion)
      if (failure?.isFinal === true) throw failure.error
      const text = isPaused ? paused : textOf(failure)
      if (text !== told && text !== '') log.warn(isPaused ? text : `${text} NiFi is given it again.`)
      told = text
      if (now() >= deadline) {
        const reasons = isPaused ? [paused] : await reasonsOf(claims, text)
        throw notDone(deletion, deadlineMinutes, reasons)
      }
      if (!isPaused) keeper?.glance({claims})
      if (now() - saidAt >= progressEveryMs) {
        saidAt = now()
        log.progress(`Waiting for NiFi to delete ${dataSource}, for ${spanOf(now() - startedAt)} now …`)
      }
      points.reach('deletion-awaited')
      await clock.sleep(pollMs)
    }
    waitsSince = now()
  }

  return {
    name: 'nifi',
    begin: async (epoch, runId) => {
      await keeper?.find()
      await handOvers.handOver(epoch, runId)
      waitsSince = now()
      await keeper?.start()
    },
    execute: (_epoch, deletion) => execute(deletion),
    end: async () => {
      await keeper?.end()
    },
  }
}

const paused = 'The ledger is paused, so NiFi is given nothing: `cqube-replay resume` lifts it.'

/** The words of NiFi and PostgreSQL often end without a full stop. */
const textOf = (failure: HandOverProgress['failure']): string =>
  failure === null ? '' : `${failure.error.code}: ${failure.error.message.replace(/\.?$/, '.')}`

const where = ({runId, documentNo, dataSource}: DeletionName): string =>
  `${dataSource}, document ${documentNo} of run ${runId}`

const voided = (deletion: DeletionName): ReplayError =>
  new ReplayError('DELETION_VOID', `${where(deletion)}: it was voided in the meantime; nothing was deleted.`)

function notDone(deletion: DeletionName, minutes: number, reasons: readonly string[]): ReplayError {
  const within = `NiFi did not delete the rows within ${spanOf(minutes * 60_000)}.`
  return new ReplayError(
    'NIFI_NOT_DONE',
    [`${where(deletion)}: ${within}`, ...reasons, 'Nothing was deleted.'].join(' '),
    {
      reasons,
    },
  )
}
