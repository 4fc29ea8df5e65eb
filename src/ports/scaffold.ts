/** A folder that files are put into, each whole or not at all. Paths are relative to it, with slashes. */
export interface ScaffoldFolder {
  /** Absolute; the folder itself need not be there yet. */
  readonly path: string
  /** @returns null when there is no such file */
  read(path: string): Promise<Uint8Array | null>
  /** Whether anything has this name: a file, a folder, a link. */
  holds(path: string): Promise<boolean>
  /**
   * Makes the file, and the folders above it; what an earlier, killed attempt left of it is removed.
   * @throws {ReplayError} FILE_UNREADABLE, with no such file; also when something that is no file has its name
   */
  create(path: string, bytes: Uint8Array): Promise<void>
  /**
   * Puts the file in the place of another, of which a copy stays beside it.
   * @returns the path of the copy
   * @throws {ReplayError} FILE_UNREADABLE, with the file as it was
   */
  replace(path: string, bytes: Uint8Array): Promise<string>
}

/** The git repository that the folder is, or is to be. Throws GIT_FAILED. */
export interface ScaffoldRepository {
  /** Root of the checkout that the folder lies in, absolute; null when it lies in none. */
  root(): Promise<string | null>
  /** Makes the folder a repository whose first commit will be on this branch. */
  create(branch: string): Promise<void>
  /** Address of a remote that is set up; null when there is none of this name. */
  address(remote: string): Promise<string | null>
  /** The branch that the remote calls its default, as far as the checkout knows. */
  defaultBranch(remote: string): Promise<string | null>
}
