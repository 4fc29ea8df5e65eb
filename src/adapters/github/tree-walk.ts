import type {FileInCommit} from '../../core/approval/review-facts.ts'
import type {GithubClient} from './github-client.ts'
import {isNotFound} from './not-found.ts'
import {once} from './once.ts'

interface Entry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
}

type Folder = {readonly entries: readonly Entry[]; readonly isWhole: boolean} | null

/**
 * What a commit has at a path: folder by folder, since the contents of a path are given with links followed, and a tree
 * with all of its folders is cut.
 */
export function createTreeWalk(client: GithubClient): (commit: string, path: string) => Promise<FileInCommit> {
  const folderOf = once(async (sha: string): Promise<Folder> => {
    try {
      const answer = await client.call('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {tree_sha: sha})
      return {entries: answer.tree, isWhole: !answer.truncated}
    } catch (error) {
      // What was pushed away is removed one day.
      if (isNotFound(error)) return null
      throw error
    }
  })

  return async (commit, path) => {
    const names = path.split('/')
    let sha = commit
    for (const [level, name] of names.entries()) {
      const folder = await folderOf(sha)
      if (folder === null) return {is: 'unknown'}
      const entry = folder.entries.find((one) => one.path === name)
      if (entry === undefined) return {is: folder.isWhole ? 'absent' : 'unknown'}
      if (level === names.length - 1) {
        return entry.type === 'blob' ? {is: 'file', blob: entry.sha, mode: entry.mode} : {is: 'absent'}
      }
      if (entry.type !== 'tree') return {is: 'absent'}
      sha = entry.sha
    }
    return {is: 'absent'}
  }
}
