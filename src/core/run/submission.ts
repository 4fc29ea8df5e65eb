import type {SliceRows} from '../holes/slice-rows.ts'
import type {SideEffect} from '../plan/counts.ts'
import type {LeftOut, RequestRecord} from './run-record.ts'

/** What a deletion is frozen to when it is submitted. */
export interface SubmittedDeletion {
  readonly documentNo: number
  readonly dataSource: string
  readonly keys: readonly string[]
  readonly maxRows: number
  readonly archive: boolean
  readonly tolerancePercent: number
  readonly ignoreOpenRowsAfterMinutes: number | null
  /** Minutes after which a file that is still being processed no longer refuses; null: it always does. */
  readonly ignoreFilesAfterMinutes: number | null
  /** What the names of the data source's files begin with. */
  readonly fileStems: readonly string[]
  /** What each slice key loses; the holes that the deletion leaves. */
  readonly sliceRows: readonly SliceRows[]
  readonly sideEffects: readonly SideEffect[]
  readonly tables: readonly {
    readonly table: string
    readonly position: number
    readonly expected: number
    readonly maxRows: number | null
    /** Of the whole table, about. */
    readonly tableRows: number | null
  }[]
  readonly requests: readonly {
    readonly requestId: string
    readonly sliceId: string
    readonly key: string
    readonly repeatOf: string | null
  }[]
}

export interface SubmittedDocument {
  readonly documentNo: number
  readonly key: string
  readonly content: Readonly<Record<string, unknown>>
  /** The text that is emitted, byte for byte as UTF-8. */
  readonly bytes: string
  readonly sha256: string
}

export interface Submission {
  readonly documents: readonly SubmittedDocument[]
  readonly deletions: readonly SubmittedDeletion[]
  readonly requests: readonly RequestRecord[]
  readonly leftOut: readonly LeftOut[]
  readonly notes: readonly string[]
}

export interface NewRun {
  readonly runId: string
  readonly runner: string
  readonly engine: string
  readonly programVersion: string
  readonly branch: string
  readonly commit: string
}

export interface DeletionName {
  readonly runId: string
  readonly documentNo: number
  readonly dataSource: string
}
