import {mkdir, rm} from 'node:fs/promises'
import {ReplayError} from '../../core/replay-error.ts'
import {createGit, type GitOptions} from './git-client.ts'

/** A bare repository of the daemon's own. It holds nothing that the remote or the ledger does not hold, too. */
export interface Mirror {
  /** Makes what is missing of it, and points `origin` to the address. Throws GIT_FAILED. */
  make(): Promise<void>
  /** Makes it anew when it is damaged, as after a power failure. @returns whether it was */
  repair(): Promise<boolean>
  /** Whether a commit of the mirror has the other among its ancestors; false when the mirror lacks that one. */
  readonly descends: (commit: string, ancestor: string) => Promise<boolean>
}

const quietly = async (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  )

export function createMirror({address, ...options}: GitOptions & {readonly address: string}): Mirror {
  const {directory} = options
  const git = createGit(options)

  async function make(): Promise<void> {
    try {
      await mkdir(directory, {recursive: true})
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new ReplayError('STATE_NOT_WRITTEN', `${directory}: the mirror was not made: ${why}.`)
    }
    await git.text(['init', '--quiet', '--bare'])
    await git.text(['config', 'remote.origin.url', address])
  }

  return {
    make,
    repair: async () => {
      if (await quietly(git.text(['fsck', '--connectivity-only', '--no-dangling', '--no-progress']))) return false
      await rm(directory, {recursive: true, force: true})
      await make()
      return true
    },
    descends: async (commit, ancestor) => {
      if (!(await quietly(git.text(['cat-file', '-e', `${ancestor}^{commit}`])))) return false
      return (await git.text(['rev-list', '--count', ancestor, `^${commit}`, '--'])).trim() === '0'
    },
  }
}
