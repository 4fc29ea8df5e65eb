import type {EntryKind} from '../core/request/file-names.ts'

/** The operator's checkout as it lies on disk: what an author sees before anything is committed. */
export interface WorkTree {
  /** Absolute path of the repository's root. */
  readonly root: string
  /** @returns null when there is no such file */
  read(path: string): Promise<Uint8Array | null>
  /** Replaces a file in one step. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Everything below a folder of the root, examples left out, sorted; of a file itself. None: there is no such path. */
  list(path: string): Promise<readonly {readonly path: string; readonly kind: EntryKind}[]>
}
