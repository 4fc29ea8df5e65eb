import {readCatalogueFile} from '../core/catalogue/catalogue-file.ts'
import type {Problem} from '../core/problem.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Administration} from '../ports/administration.ts'
import type {WorkTree} from '../ports/work-tree.ts'

export interface AppliedCatalogue {
  /** Full sentences; null when the file was refused for its problems, with nothing changed. */
  readonly changes: readonly string[] | null
  readonly problems: readonly Problem[]
}

/** Installs what a catalogue file names. @throws {ReplayError} FILE_UNREADABLE, and what `applyCatalogue` throws */
export async function applyCatalogueFile(
  administration: Administration,
  workTree: WorkTree,
  path: string,
): Promise<AppliedCatalogue> {
  const bytes = await workTree.read(path)
  if (bytes === null) throw new ReplayError('FILE_UNREADABLE', `${path}: there is no such file.`)
  const {additions, problems} = readCatalogueFile(bytes, path, await administration.installedCatalogue())
  return {changes: additions === null ? null : await administration.applyCatalogue(additions), problems}
}
