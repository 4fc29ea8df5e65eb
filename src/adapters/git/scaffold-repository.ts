import {mkdir, stat} from 'node:fs/promises'
import {dirname} from 'node:path'
import type {ScaffoldRepository} from '../../ports/scaffold.ts'
import {createGit, type Git, type GitOptions} from './git-client.ts'
import {redactUrls} from './redact-urls.ts'
import {repositoryRoot} from './repository-root.ts'

/** Git cannot be started in a folder that is still to be made. */
async function nearestFolder(folder: string): Promise<string> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  return isFolder || dirname(folder) === folder ? folder : nearestFolder(dirname(folder))
}

const textOrNull = async (git: Git, args: readonly string[]): Promise<string | null> =>
  git.text(args).then(
    (text) => text.trim() || null,
    () => null,
  )

export function createScaffoldRepository(options: GitOptions): ScaffoldRepository {
  const root = async (): Promise<string | null> =>
    repositoryRoot({...options, directory: await nearestFolder(options.directory)}).catch(() => null)
  const ask = async (args: readonly string[]): Promise<string | null> =>
    (await root()) === null ? null : textOrNull(createGit(options), args)
  return {
    root,
    create: async (branch) => {
      await mkdir(options.directory, {recursive: true})
      await createGit(options).text(['init', '--quiet', `--initial-branch=${branch}`])
    },
    address: async (remote) => {
      const address = await ask(['config', '--get', `remote.${remote}.url`])
      return address && redactUrls(address)
    },
    defaultBranch: async (remote) => {
      const prefix = `refs/remotes/${remote}/`
      const name = await ask(['symbolic-ref', '--quiet', `${prefix}HEAD`])
      return name?.startsWith(prefix) === true ? name.slice(prefix.length) : null
    },
  }
}
