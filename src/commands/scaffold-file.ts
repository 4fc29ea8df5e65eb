/** One that `init` writes. */
export interface ScaffoldFile {
  readonly path: string
  readonly text: string
  /** Its lines may stand in any order, among others. */
  readonly isListOfLines: boolean
}
