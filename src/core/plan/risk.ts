import type {Settings} from '../settings/settings.ts'
import type {Slice} from '../slice.ts'
import {totalRows} from './attribute.ts'
import {figure, rowsOf} from './figures.ts'
import type {Verdict} from './verdict.ts'

export const riskLevels = ['none', 'low', 'medium', 'high'] as const
export type RiskLevel = (typeof riskLevels)[number]

/** How much care a plan wants, and why. */
export interface Risk {
  readonly level: RiskLevel
  /** Full sentences about the highest level that was reached. */
  readonly because: readonly string[]
}

export interface RiskFacts {
  readonly requests: readonly {
    readonly slices: readonly Slice[]
    readonly rows: readonly {readonly expected: number}[]
    readonly repeatOf: string | null
    readonly refusal: Verdict | null
  }[]
  /** Rows that go although nobody selected their slices. */
  readonly sideEffectRows: number
  readonly overlaps: number
  readonly outsideRetention: number
}

const limitReasons: readonly string[] = [
  'LIMIT_ROWS_PER_REQUEST',
  'LIMIT_ROWS_PER_RUN',
  'LIMIT_TABLE_SHARE',
  'FULL_REFRESH_NOT_ALLOWED',
]

/**
 * `high`: a full refresh; a request with at least `approval.large_from_rows` rows; a limit that is hit; rows that are not
 * archived. `medium`: a slice that was deleted before; rows of slices that nobody selected; what another pending request
 * selects as well; slices outside of cQube's retention. `low`: any other deletion. `none`: nothing would be deleted.
 */
export function riskOf(facts: RiskFacts, settings: Pick<Settings, 'approval' | 'archive'>): Risk {
  const high = facts.requests.flatMap((request) => highOf(request, settings))
  if (high.length > 0) return {level: 'high', because: [...new Set(high)]}
  const medium = mediumOf(facts)
  const rows = facts.requests.reduce((sum, request) => sum + totalRows(request.rows), 0)
  if (rows > 0 && medium.length > 0) return {level: 'medium', because: medium}
  return {level: rows === 0 ? 'none' : 'low', because: []}
}

function highOf(
  {slices, rows, refusal}: RiskFacts['requests'][number],
  {approval: {largeFromRows}, archive}: Pick<Settings, 'approval' | 'archive'>,
): string[] {
  const total = totalRows(rows)
  const sources = [...new Set(slices.map(({dataSource}) => dataSource))]
  const unarchived = sources.filter((source) => !archive.enabled || archive.except.includes(source))
  return [
    ...slices.filter(({kind}) => kind === 'all').map(({dataSource}) => `${dataSource} is refreshed as a whole.`),
    ...(largeFromRows !== null && total >= largeFromRows
      ? [`A request selects ${rowsOf(total)}; approval.large_from_rows is ${figure(largeFromRows)}.`]
      : []),
    ...(refusal !== null && limitReasons.includes(refusal.reason) ? [`A limit is hit: ${refusal.reason}.`] : []),
    ...(total === 0 ? [] : unarchived.map((source) => `${source} is not archived, so it cannot be brought back.`)),
  ]
}

const mediumOf = ({requests, sideEffectRows, overlaps, outsideRetention}: RiskFacts): string[] => [
  ...(requests.some(({repeatOf}) => repeatOf !== null) ? ['Slices are deleted again that a run deleted before.'] : []),
  ...(sideEffectRows > 0 ? [`Slices that nobody selected have a share in ${rowsOf(sideEffectRows)} that go.`] : []),
  ...(overlaps > 0 ? ['Another pending request selects some of it as well.'] : []),
  ...(outsideRetention > 0 ? ["Slices lie outside of cQube's retention period."] : []),
]
