import {createScaffoldRepository} from './adapters/git/scaffold-repository.ts'
import {createScaffoldFolder, realFolder} from './adapters/local-directory/scaffold-folder.ts'
import {createWorkTree} from './adapters/local-directory/work-tree.ts'
import type {Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import type {WorkTree} from './ports/work-tree.ts'
import type {ScaffoldFolder, ScaffoldRepository} from './ports/scaffold.ts'

export interface Scaffold {
  readonly folder: ScaffoldFolder
  readonly repository: ScaffoldRepository
  readonly workTree: WorkTree
}

/** @param path absolute; the folder need not be there. @param settings how git is called before there are any */
export async function openScaffold(
  path: string,
  environment: Surroundings['environment'],
  {git}: Settings,
): Promise<Scaffold> {
  const directory = await realFolder(path)
  return {
    folder: createScaffoldFolder(directory),
    repository: createScaffoldRepository({directory, environment, settings: git}),
    workTree: createWorkTree(directory),
  }
}
