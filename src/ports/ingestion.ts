import type {OutputObject} from '../core/ingestion/output-objects.ts'
import type {LineCounts, Rejects} from '../core/ingestion/rejects.ts'
import type {RefusalReason} from '../core/ingestion/refusal.ts'
import type {Stem} from '../core/ingestion/stems.ts'
import type {Epoch} from './epoch.ts'

/** A whole file of the emission store. Size and time are what tells one content of a name from the next. */
export interface IncomingFile {
  readonly key: string
  readonly bytes: number
  /** ISO 8601 with milliseconds. */
  readonly modifiedAt: string
}

/** Files that lie in the emission store to be loaded. Throws EMISSION_FAILED when the store cannot be read. */
export interface IncomingFiles {
  /** Below these folders; what is still being written (a name that begins with a dot, a file that changes) is left out. */
  list(directories: readonly string[]): Promise<readonly IncomingFile[]>
  sha256(file: IncomingFile): Promise<string>
  /**
   * The text of a file, unpacked, in chunks; never the whole of it in memory.
   * @param packing how its name says that it is packed
   * @throws {ReplayError} FILE_REFUSED for a broken, oversized or wrongly made zip: now, or while it is read
   */
  open(
    file: IncomingFile,
    packing: 'zip' | 'csv',
  ): Promise<{readonly chunks: AsyncIterable<Uint8Array>; readonly bytes: number}>
  /** Whether it is still what `list` saw. */
  isUnchanged(file: IncomingFile): Promise<boolean>
}

/** What lay under a name when it was looked at last. */
export interface SeenFile extends IncomingFile {
  readonly state: 'LOADED' | 'LOADED_BEFORE' | 'REFUSED'
  readonly reason: RefusalReason | null
}

export interface FileToLoad extends IncomingFile {
  readonly sha256: string
  readonly stem: Stem
}

export interface LoadedFile {
  readonly lines: number
  readonly accepted: number
  readonly rejects: Rejects
  /** Rows that came into cQube's transaction table, by slice key. */
  readonly slices: readonly {readonly key: string; readonly rows: number}[]
}

/** Loads files into cQube's tables, and remembers which. Every write names the epoch and throws LEASE_LOST. */
export interface FileLoader {
  seen(keys: readonly string[]): Promise<readonly SeenFile[]>
  /** The load of the same bytes of which no slice was deleted since; null when they are not in the tables. */
  loadedBefore(sha256: string): Promise<{readonly key: string; readonly at: string} | null>
  /**
   * Everything of one file in one transaction: its rows, the aggregates, its row in the ledger; or nothing.
   * @param rows COPY text of the stem's columns; `counts` is asked once they are over
   * @param stillWhole asked right before the commit
   * @throws {ReplayError} FILE_REFUSED when no line could be taken; what `rows` throws; nothing was changed
   */
  load(
    epoch: Epoch,
    file: FileToLoad,
    content: {
      readonly rows: AsyncIterable<Uint8Array>
      readonly counts: () => LineCounts
      readonly stillWhole: () => Promise<boolean>
    },
  ): Promise<LoadedFile | 'changed'>
  /** Remembers a file that is not loaded, so that it is told once and not read again before it changes. */
  remember(
    epoch: Epoch,
    file: IncomingFile,
    seen: {
      readonly state: 'LOADED_BEFORE' | 'REFUSED'
      readonly sha256: string | null
      readonly reason: RefusalReason | null
      readonly message: string
    },
  ): Promise<void>
  /** @returns null when every loaded file has its output objects */
  dueOutputs(): Promise<DueOutputs | null>
}

/** What the output store lacks because files were loaded and their objects not written since. */
export interface DueOutputs {
  /** Each with its new content, one after the other. */
  readonly objects: AsyncIterable<OutputObject>
  /** All of them are written. */
  written(epoch: Epoch): Promise<void>
}

/** The stand-in for cQube's NiFi. */
export interface Ingestion {
  readonly files: IncomingFiles
  readonly loader: FileLoader
}
