import {bySource} from '../emission/source-order.ts'
import {byText} from '../plan/key-selection.ts'
import {runOutcomes, type RunOutcome, type RunRecord} from '../run/run-record.ts'
import {code, line, link, page, table} from './markdown.ts'
import {outcomeOf, outcomeWords} from './outcome.ts'
import type {ReportOptions} from './report-json.ts'
import {codes} from './request-section.ts'
import {totalsOf} from './totals.ts'
import {readableTime, zonedTime} from './zoned-time.ts'

/** One run on the index page. */
export interface IndexEntry {
  readonly runId: string
  readonly ledger: string
  readonly requestedAt: string
  readonly outcome: RunOutcome
  readonly rowsDeleted: number
  /** In cQube's order. */
  readonly dataSources: readonly string[]
  readonly requests: number
  readonly leftOut: number
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** Keeps what the page needs and nothing else, so that a foreign entry cannot bring a field of its own along. */
function readEntry(value: unknown): IndexEntry[] {
  if (!isRecord(value)) return []
  const {runId, ledger, requestedAt, outcome, rowsDeleted, dataSources, requests, leftOut} = value
  const known = runOutcomes.find((candidate) => candidate === outcome)
  if (typeof runId !== 'string' || typeof ledger !== 'string' || known === undefined) return []
  // The id becomes the target of a link.
  if (!/^[0-9A-Za-z-]{1,64}$/.test(runId)) return []
  return [
    {
      runId,
      ledger,
      requestedAt: typeof requestedAt === 'string' ? requestedAt : '',
      outcome: known,
      rowsDeleted: isCount(rowsDeleted) ? rowsDeleted : 0,
      dataSources: Array.isArray(dataSources) ? dataSources.filter((source) => typeof source === 'string') : [],
      requests: isCount(requests) ? requests : 0,
      leftOut: isCount(leftOut) ? leftOut : 0,
    },
  ]
}

/** Entries of an index.json that can be read; a broken file has none. */
export function readIndex(json: string | null): IndexEntry[] {
  const index = json === null ? null : parsed(json)
  return isRecord(index) && Array.isArray(index['runs']) ? index['runs'].flatMap(readEntry) : []
}

function entryOf(record: RunRecord, timeZone: string): IndexEntry {
  const totals = totalsOf(record)
  const sources = new Set(record.requests.flatMap(({slices}) => slices.map(({dataSource}) => dataSource)))
  return {
    runId: record.runId,
    ledger: record.ledger,
    requestedAt: zonedTime(record.requestedAt, timeZone),
    outcome: outcomeOf(record),
    rowsDeleted: totals.deleted,
    dataSources: [...sources].sort(bySource),
    requests: totals.requests,
    leftOut: totals.leftOut,
  }
}

/** Folder of a run's report below the reports directory. @param runId begins with the year, e.g. `20261101T163000Z-4f2a` */
export const reportFolder = (runId: string): string => `${runId.slice(0, 4)}/${runId}`

const indexMarkdown = (entries: readonly IndexEntry[], timeZone: string): string =>
  page([
    line`# Replay runs`,
    line`Newest first. Times are those of ${code(timeZone)}, figures are grouped the Indian way: 12,50,340 is 1.25 million.`,
    table(
      ['Run', 'Requested', 'Outcome', '>Rows deleted', 'Data sources', '>Requests', '>Left out', 'Ledger'],
      entries.map((entry) => [
        link(code(entry.runId), `${reportFolder(entry.runId)}/report.md`),
        line`${readableTime(entry.requestedAt, timeZone)}`,
        line`${outcomeWords[entry.outcome]}`,
        line`${entry.rowsDeleted}`,
        codes(entry.dataSources),
        line`${entry.requests}`,
        line`${entry.leftOut}`,
        code(entry.ledger),
      ]),
    ),
  ])

/**
 * The index of all runs with this one in it, in place of an older entry of the same run. Of a broken or hostile index
 * what can be read is kept; the report folders in Git hold the rest.
 * @param previousIndexJson null when there is none yet
 */
export function updateIndex(
  previousIndexJson: string | null,
  record: RunRecord,
  {timeZone}: ReportOptions,
): {readonly json: string; readonly markdown: string} {
  const entry = entryOf(record, timeZone)
  const byRun = new Map(readIndex(previousIndexJson).map((known) => [known.runId, known]))
  const runs = [...byRun.set(entry.runId, entry).values()].sort((a, b) => byText(b.runId, a.runId))

  return {
    json: `${JSON.stringify({version: 1, runs}, null, 2)}\n`,
    markdown: indexMarkdown(runs, timeZone),
  }
}
