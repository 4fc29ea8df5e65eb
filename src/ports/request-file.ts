/** A file as it stands on the protected branch. Mode 100644 and an allowed name are checked by the source. */
export interface RequestFile {
  readonly path: string
  readonly blob: string
}
