/** Files of the operator's checkout that are still to be made. */
export interface NewFiles {
  /**
   * Makes a file, whole or not at all, and never in the place of another one.
   * @param path relative to the root of the checkout
   * @returns false when something has this name already
   * @throws {ReplayError} FILE_UNREADABLE, with no such file
   */
  create(path: string, bytes: Uint8Array): Promise<boolean>
  /** Takes back a file that was just made. */
  remove(path: string): Promise<void>
}
