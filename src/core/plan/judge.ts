import type {ReplayRequest} from '../request/request.ts'
import type {Settings} from '../settings/settings.ts'
import type {Slice} from '../slice.ts'
import {requestRows, totalRows} from './attribute.ts'
import type {SourceCount} from './counts.ts'
import {expectedRows} from './expectation.ts'
import {figure, percentOf, rowsOf} from './figures.ts'
import type {SourceKey} from './key-selection.ts'
import {keysOf, remainingSlices} from './remaining-slices.ts'
import {verdict, type Verdict} from './verdict.ts'

export interface JudgingContext {
  readonly settings: Pick<Settings, 'limits' | 'requireExpect' | 'driftTolerancePercent'>
  /** Short id of the ledger that the counts were taken beside. */
  readonly ledger: string
  /** Keys deleted for this same request by an earlier run that did not get through. */
  readonly doneKeys: readonly SourceKey[]
}

const sourcesOf = (slices: readonly Slice[]): string[] => [...new Set(slices.map((slice) => slice.dataSource))]

function judgeInstallation(slices: readonly Slice[], counts: readonly SourceCount[], context: JudgingContext) {
  for (const dataSource of sourcesOf(slices)) {
    const isFull = slices.some((slice) => slice.dataSource === dataSource && slice.kind === 'all')
    const {fullRefresh} = context.settings.limits
    if (isFull && !fullRefresh.includes(dataSource)) {
      const allowed = fullRefresh.length === 0 ? 'none' : fullRefresh.join(', ')
      return verdict(
        'FULL_REFRESH_NOT_ALLOWED',
        `${dataSource}: a full refresh deletes every row, and limits.full_refresh does not name it (it allows: ${allowed}).`,
      )
    }
    if (!counts.some((count) => count.dataSource === dataSource)) {
      return verdict(
        'SOURCE_NOT_INSTALLED',
        `${dataSource}: the catalogue of this database does not know the data source.`,
      )
    }
  }
  return null
}

function judgeExpectation(request: ReplayRequest, slices: readonly Slice[], context: JudgingContext): Verdict | null {
  const {expect} = request
  if (expect === null) {
    if (!context.settings.requireExpect) return null
    return verdict('EXPECT_MISSING', 'The request has no `expect` block, and require_expect is true.')
  }
  if (expect.ledger !== context.ledger) {
    return verdict(
      'EXPECT_OTHER_LEDGER',
      `The request was planned with the database of ledger ${expect.ledger}; this one has ledger ${context.ledger}.`,
    )
  }
  const missing = sourcesOf(slices).find((dataSource) => expect.rows[dataSource] === undefined)
  if (missing === undefined) return null
  return verdict('EXPECT_MISSING', `${missing}: expect.rows has no number of rows for this data source.`)
}

function judgeRows(
  request: ReplayRequest,
  slices: readonly Slice[],
  counts: readonly SourceCount[],
  context: JudgingContext,
) {
  const {driftTolerancePercent} = context.settings
  for (const [dataSource, live] of Object.entries(expectedRows(slices, counts))) {
    const expected = request.expect?.rows[dataSource]
    // What an earlier run took of this data source is in the expected number, but no longer in the live one.
    const isPartlyDone = keysOf(dataSource, context.doneKeys).size > 0
    if (expected !== undefined) {
      const difference = isPartlyDone ? live - expected : Math.abs(live - expected)
      if (difference > (expected * driftTolerancePercent) / 100) {
        return verdict(
          'ROWS_CHANGED_SINCE_PLAN',
          `${dataSource}: the plan expected ${rowsOf(expected)}, the database now has ${figure(live)}; ` +
            `drift_tolerance_percent allows a difference of ${percentOf(driftTolerancePercent / 100)}.`,
        )
      }
    }
    if (live === 0 && expected !== 0 && !isPartlyDone) {
      const said = expected === undefined ? 'and no `expect` says so' : `where the plan expected ${figure(expected)}`
      return verdict('NOTHING_TO_DELETE', `${dataSource}: the request selects 0 rows in all of its tables, ${said}.`)
    }
  }
  return null
}

function judgeTableShare(slices: readonly Slice[], counts: readonly SourceCount[], context: JudgingContext) {
  const {tableShare, tableShareFromRows} = context.settings.limits
  const limited = slices.filter((slice) => slice.kind !== 'all')
  for (const {dataSource, table, expected} of requestRows(limited, counts)) {
    const facts = counts.find((count) => count.dataSource === dataSource)?.tables.find((known) => known.table === table)
    if (facts === undefined || facts.transient || facts.tableRows < tableShareFromRows) continue
    // An estimated size can be smaller than what was counted in it.
    const tableRows = Math.max(facts.tableRows, expected)
    if (expected > tableRows * tableShare) {
      return verdict(
        'LIMIT_TABLE_SHARE',
        `${dataSource}: the request selects ${figure(expected)} of ${facts.tableRowsExact ? '' : 'about '}` +
          `${rowsOf(tableRows)} of table ${table}, ${percentOf(expected / tableRows)}; ` +
          `limits.table_share allows ${percentOf(tableShare)}.`,
      )
    }
  }
  return null
}

function judgeRequestSize(slices: readonly Slice[], counts: readonly SourceCount[], context: JudgingContext) {
  const {rowsPerRequest} = context.settings.limits
  const rows = totalRows(requestRows(slices, counts))
  if (rows <= rowsPerRequest) return null
  return verdict(
    'LIMIT_ROWS_PER_REQUEST',
    `The request selects ${rowsOf(rows)}; limits.rows_per_request allows ${figure(rowsPerRequest)}.`,
  )
}

/**
 * Limits and row contract of one request, before anything is merged: its own full count decides, not its share of an
 * overlap. Of a request that an earlier run did in part, only what is left is judged.
 * @returns null when nothing speaks against it, else the first reason met
 */
export function judgeRequest(
  request: ReplayRequest,
  counts: readonly SourceCount[],
  context: JudgingContext,
): Verdict | null {
  const slices = remainingSlices(request, context.doneKeys)
  return (
    judgeInstallation(slices, counts, context) ??
    judgeExpectation(request, slices, context) ??
    judgeRows(request, slices, counts, context) ??
    judgeRequestSize(slices, counts, context) ??
    judgeTableShare(slices, counts, context)
  )
}
