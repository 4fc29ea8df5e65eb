import {keptDays} from '../core/archive/keeping.ts'
import {nearestWord} from '../core/document/nearest-word.ts'
import {isOpen} from '../core/holes/hole.ts'
import {isLate} from '../core/holes/judge-hole.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {RunRecord} from '../core/run/run-record.ts'
import type {Settings} from '../core/settings/settings.ts'
import {storyOf} from '../core/story/story.ts'
import type {Story} from '../core/story/story-parts.ts'
import type {ArchiveFacts} from '../ports/archive.ts'
import type {History} from '../ports/history.ts'
import {allTables} from './archive/selected-tables.ts'

const idsLookedAt = 100_000

/**
 * @param runId null: the last run
 * @throws {ReplayError} RUN_UNKNOWN, which names the nearest ids
 */
export async function explain(
  {history, archive}: {readonly history: History; readonly archive: ArchiveFacts},
  runId: string | null,
  settings: Settings,
  now: Date,
): Promise<{readonly record: RunRecord; readonly story: Story}> {
  const [last] = runId === null ? await history.runIds(1) : [runId]
  if (last === undefined) throw new ReplayError('RUN_UNKNOWN', 'The ledger knows no run so far.')
  const found = await history.record(last)
  if (found === null) throw await unknownRun(history, last)
  // What the ledger says is of the last pass; a deadline may have passed since.
  const holes = found.holes.map((hole) => ({...hole, overdue: isOpen(hole) && isLate(hole, now)}))
  const record = {...found, holes}
  const {keepAtLeastDays} = await archive.totals(settings.archive.keepDays)
  const story = storyOf(record, {
    timeZone: settings.timeZone,
    reportsBranch: settings.git.reportsBranch,
    archived: [
      ...(await archive.tables(record.runId, false, allTables)),
      ...(await archive.tables(record.runId, true, allTables)),
    ],
    keptDays: keptDays(settings.archive.keepDays, keepAtLeastDays),
  })
  return {record, story}
}

async function unknownRun(history: History, runId: string): Promise<ReplayError> {
  const ids = await history.runIds(idsLookedAt)
  const near = nearestWord(runId, ids)
  // Whoever reads an id aloud says its end; a rehearsal has an id and leaves no run.
  const alike = ids.filter((id) => id.endsWith(runId) || id.startsWith(runId)).slice(0, 5)
  const meant = alike.length > 0 ? alike : near === null ? [] : [near]
  const [last] = ids
  const hint =
    meant.length > 0
      ? ` Did you mean ${meant.join(', ')}?`
      : last === undefined
        ? ' It knows none so far; a rehearsal leaves none.'
        : ` Its last one is ${last}.`
  return new ReplayError('RUN_UNKNOWN', `The ledger knows no run "${runId}".${hint}`)
}
