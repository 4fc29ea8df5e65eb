import type {ApprovalEvidence} from '../approval/evidence.ts'
import type {Hole} from '../holes/hole.ts'
import type {OutputRecord} from '../outputs/output-record.ts'
import type {Rejects} from '../ingestion/rejects.ts'
import type {SideEffect} from '../plan/counts.ts'
import type {Slice} from '../slice.ts'

/** The states of a run, in order; each is written to the ledger before the act it names. */
export const runStates = [
  'requested',
  'submitted',
  'emitted',
  'deleting',
  'deleted',
  'outputs',
  'reprocessing',
  'verified',
  'reported',
] as const
export type RunState = (typeof runStates)[number]

/** Closed list; machines may branch on it. */
export const runOutcomes = ['awaiting_files', 'reloaded', 'nothing_deleted', 'partly_deleted', 'failed'] as const
export type RunOutcome = (typeof runOutcomes)[number]

export type DeletionState = 'SUBMITTED' | 'EMITTED' | 'DONE' | 'VOID'

/** Rows of one table in one deletion. Null: not reached. */
export interface DeletedTable {
  readonly table: string
  readonly position: number
  readonly expected: number
  readonly deleted: number | null
  readonly archived: number | null
  /** Table in schema cqube_replay_archive; null when nothing was archived. */
  readonly archiveTable: string | null
  /** Counted again from outside after the commit. */
  readonly rowsAfter: number | null
  /** Of the whole table before, about; null when a program that did not look submitted it. */
  readonly tableRows: number | null
}

export interface DeletionRecord {
  readonly documentNo: number
  readonly dataSource: string
  readonly state: DeletionState
  readonly keys: readonly string[]
  readonly tables: readonly DeletedTable[]
  readonly sideEffects: readonly SideEffect[]
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** Why it was voided or what its last attempt met; null while there is nothing to tell. */
  readonly failure: {readonly code: string; readonly message: string; readonly at: string} | null
  /** Open rows of the stock replay that were let pass. */
  readonly warnings: readonly string[]
}

export interface DocumentRecord {
  readonly documentNo: number
  readonly key: string
  readonly sha256: string
  readonly bytes: number
  readonly emittedAt: string | null
}

export const leftOutReasons = [
  'REQUEST_INVALID',
  'NOT_BEFORE',
  'EXPECT_MISSING',
  'EXPECT_OTHER_LEDGER',
  'ROWS_CHANGED_SINCE_PLAN',
  'NOTHING_TO_DELETE',
  'LIMIT_ROWS_PER_REQUEST',
  'LIMIT_ROWS_PER_RUN',
  'LIMIT_TABLE_SHARE',
  'FULL_REFRESH_NOT_ALLOWED',
  'ALREADY_DELETED',
  'REPEAT_OF_UNKNOWN',
  'SOURCE_NOT_INSTALLED',
  'CATALOGUE_DIFFERS',
  'APPROVAL_MISSING',
  'APPROVAL_UNKNOWN',
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

/** Who asked, as the protected branch says. */
export interface Introduction {
  readonly commit: string
  readonly author: string
  readonly committedAt: string
}

export interface RequestRecord {
  readonly requestId: string
  /** All files with this content, sorted; the first is the one the report names. */
  readonly paths: readonly string[]
  readonly blob: string
  readonly introduction: Introduction | null
  /** Who agreed to it; null: nobody was asked. Absent in runs of a program that did not know approvals. */
  readonly approval?: ApprovalEvidence | null
  readonly reason: string
  readonly ticket: string | null
  readonly repeatOf: string | null
  readonly slices: readonly Slice[]
  /** The request's own full count; a row that two requests select is in both. */
  readonly rows: readonly {readonly dataSource: string; readonly table: string; readonly expected: number}[]
}

export interface LeftOut {
  readonly path: string
  readonly blob: string
  readonly requestId: string | null
  readonly reason: LeftOutReason
  /** Full sentences with both numbers where numbers decided. */
  readonly message: string
}

/** A file of the embedded ingestion that brought rows of what the run deleted. */
export interface FileRecord {
  readonly key: string
  readonly dataSource: string
  readonly stem: string
  readonly sha256: string
  /** Below the header: `accepted` and the rejects together. */
  readonly lines: number
  readonly accepted: number
  readonly rejects: Rejects
  /** Rows that came into the transaction table (of a master file: its own), slices of this run only. */
  readonly slices: readonly {readonly key: string; readonly rows: number}[]
  readonly loadedAt: string
  /** When the objects of the output store that follow were written; null: not yet. */
  readonly outputsAt: string | null
}

/** All that a run left in the ledger; the report is a pure function of it, so any later run can build it. */
export interface RunRecord {
  readonly runId: string
  readonly ledger: string
  readonly state: RunState
  /** Null unless it failed; `state` then is the one it stopped in. */
  readonly failure: {readonly code: string; readonly message: string} | null
  readonly engine: string
  readonly runner: string
  readonly programVersion: string
  readonly branch: string
  readonly commit: string
  readonly requestedAt: string
  readonly states: readonly {readonly state: RunState; readonly at: string; readonly runner: string}[]
  readonly requests: readonly RequestRecord[]
  readonly leftOut: readonly LeftOut[]
  readonly documents: readonly DocumentRecord[]
  readonly deletions: readonly DeletionRecord[]
  /** By data source and key; none of a deletion that was submitted by a program without them. */
  readonly holes: readonly Hole[]
  /** Option files, views and objects of the output store, and what became of each. */
  readonly outputs: readonly OutputRecord[]
  /** In the order in which they were loaded. */
  readonly files: readonly FileRecord[]
  /** Sentences for the reader: optional tables missing, settings changed, rows already gone. */
  readonly notes: readonly string[]
}
