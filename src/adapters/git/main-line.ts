import type {MainLine} from '../../ports/reviews.ts'
import {createGit, type GitOptions} from './git-client.ts'

/** A merge that stands on another line than the first parents', or nowhere, did not bring what is on the branch. */
export function createMainLine(options: GitOptions): MainLine {
  const git = createGit(options)
  return {
    holds: async ({head, start}, commit) => {
      if (commit === start) return true
      const later = await git.text(['rev-list', '--first-parent', head, `^${start}`])
      return later.split('\n').includes(commit)
    },
  }
}
