import type {NeededApprovals} from '../approval/needed.ts'
import type {OutsideRetention} from '../holes/outside-retention.ts'
import type {SourceTableRows} from '../plan/attribute.ts'
import type {SourceCount} from '../plan/counts.ts'
import type {Risk} from '../plan/risk.ts'
import type {Verdict} from '../plan/verdict.ts'
import type {Problem} from '../problem.ts'
import type {Expectation, ReplayRequest} from '../request/request.ts'
import type {Slice} from '../slice.ts'

/**
 * The row contract of a request: `holds`; `missing`, or `outdated` for the given reason, where nothing else speaks
 * against the request, so that `wanted` mends it; `not_judged` where something else does.
 */
export type ContractState =
  | {readonly kind: 'holds' | 'not_judged'}
  | {readonly kind: 'missing'; readonly wanted: Expectation}
  | {
      readonly kind: 'outdated'
      /** Full sentences, with both numbers. */
      readonly because: string
      readonly before: Expectation | null
      readonly wanted: Expectation
    }

/** A request that a pull request adds or changes, and what a run would make of it. */
export interface ChangedRequest {
  readonly request: ReplayRequest
  /** Sorted; several are copies of each other. */
  readonly paths: readonly string[]
  /** Files of the branch that hold the same request, so that the change asks for nothing new. */
  readonly alreadyAt: readonly string[]
  /** What is left to do of it. */
  readonly slices: readonly Slice[]
  readonly rows: readonly SourceTableRows[]
  readonly refusal: Verdict | null
  readonly contract: ContractState
  /** Null: the settings ask nobody. */
  readonly approvals: NeededApprovals | null
  readonly outsideRetention: readonly OutsideRetention[]
}

/** Rows of one table that a run would delete, each once. */
export interface PlannedTable {
  readonly dataSource: string
  readonly table: string
  readonly rows: number
  /** Of the whole table; not fewer than `rows`. */
  readonly tableRows: number
  readonly tableRowsExact: boolean
}

/** What a run would do for the request files that a change touches. */
export interface ChangePlan {
  /** The planned commit. */
  readonly head: string
  readonly base: {readonly branch: string; readonly commit: string}
  /** False: it is a plan of all that is pending on the branch. */
  readonly isProposal: boolean
  readonly ledger: string
  /** On the clocks of the settings' zone. */
  readonly plannedAt: string
  readonly requests: readonly ChangedRequest[]
  readonly tables: readonly PlannedTable[]
  readonly counts: readonly SourceCount[]
  readonly documents: readonly {readonly key: string; readonly content: Readonly<Record<string, unknown>>}[]
  /** Each row once. */
  readonly totals: {readonly rows: number; readonly seconds: number; readonly archiveBytes: number}
  readonly settled: readonly {readonly path: string; readonly runId: string}[]
  /** Request files that the change takes away. */
  readonly removed: readonly string[]
  readonly isSettingsChanged: boolean
  /** Of the files that the change touches. */
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
  readonly risk: Risk
}
