import {judgeSignatures} from '../../core/approval/judge-signatures.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {ApprovalSettings} from '../../core/settings/settings.ts'
import type {ApprovalAnswer, ApprovalQuestion, Approvals} from '../../ports/approvals.ts'
import {createGit, type GitOptions} from './git-client.ts'
import {hasFile, readSignatures} from './signatures.ts'

/** Approvals without a forge: signatures of the commits that brought a file. */
export function createSignedApprovals({
  approval,
  ...options
}: GitOptions & {readonly approval: ApprovalSettings}): Approvals {
  const {signersFile, approvers} = approval

  async function requireSigners(branchCommit: string): Promise<void> {
    if (await hasFile(createGit(options), branchCommit, signersFile)) return
    throw new ReplayError(
      'SIGNERS_MISSING',
      `Branch ${options.settings.branch} (commit ${branchCommit.slice(0, 12)}) has no ${signersFile}, which ` +
        '`approval.signers_file` names. Nothing was started.',
    )
  }

  async function look({branchCommit, file, introduction, needed}: ApprovalQuestion): Promise<ApprovalAnswer> {
    await requireSigners(branchCommit)
    const commit = introduction?.commit ?? null
    const facts =
      commit === null
        ? ({history: 'cut', hasSignersBefore: false, signed: [], unsigned: 0} as const)
        : await readSignatures(options, {branchCommit, introduction: commit, file, signersFile})
    return judgeSignatures({...file, introduction: commit, needed, approvers, signersFile}, facts)
  }

  return {
    judge: async (question) => {
      try {
        return await look(question)
      } catch (error) {
        if (!(error instanceof ReplayError) || error.code === 'SIGNERS_MISSING') throw error
        return {
          reason: 'APPROVAL_UNKNOWN',
          message: `Who signed what brought ${question.file.path} could not be found out, and the next run asks again. ${error.message}`,
        }
      }
    },
  }
}
