import {line, type Markdown} from '../report/markdown.ts'
import {shortCommit} from './page-parts.ts'

/** What became of the row contracts that a plan wants. */
export type ContractCommit =
  | {readonly kind: 'not_asked'}
  | {readonly kind: 'committed'; readonly commit: string}
  /** The branch is no longer at the planned commit: nothing was pushed. */
  | {readonly kind: 'moved'}
  | {readonly kind: 'failed'; readonly message: string}

export function contractCommitBlocks(contracts: ContractCommit): Markdown[] {
  switch (contracts.kind) {
    case 'not_asked':
      return []
    case 'committed':
      return [
        line`**The row contract was committed to the branch as ${shortCommit(contracts.commit)}.** An approval of the commit before does not count for the new file. GitHub starts no workflow for what the token of a workflow pushes: if checks are required, close the pull request and open it again, or push a commit of your own. With the token of a GitHub App as input \`token\` they start by themselves.`,
      ]
    case 'moved':
      return [
        line`The branch moved on while it was planned, so the row contract was not committed. The plan of its new commit does that.`,
      ]
    case 'failed':
      return [line`**The row contract could not be committed:** ${contracts.message}`]
  }
}
