import {ReplayError} from '../../core/replay-error.ts'
import {createGit, type GitOptions} from './git-client.ts'

/**
 * @returns the root of the checkout that `directory` lies in, or the bare repository itself; an absolute path
 * @throws {ReplayError} NOT_A_REPOSITORY
 */
export async function repositoryRoot(options: GitOptions): Promise<string> {
  const git = createGit(options)
  try {
    const isBare = (await git.text(['rev-parse', '--is-bare-repository'])).trim() === 'true'
    // Not trimmed: a directory may end in a blank.
    return (await git.text(['rev-parse', isBare ? '--absolute-git-dir' : '--show-toplevel'])).replace(/\n$/, '')
  } catch (error) {
    throw new ReplayError('NOT_A_REPOSITORY', error instanceof Error ? error.message : String(error))
  }
}
