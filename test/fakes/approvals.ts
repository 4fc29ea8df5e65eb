import type {SignatureEvidence} from '../../src/core/approval/evidence.ts'
import type {ApprovalAnswer, ApprovalQuestion, Approvals} from '../../src/ports/approvals.ts'

export interface FakeApprovals extends Approvals {
  readonly questions: readonly ApprovalQuestion[]
}

export const signedBy = (
  {file, introduction, needed}: ApprovalQuestion,
  ...principals: readonly string[]
): {readonly evidence: SignatureEvidence} => ({
  evidence: {
    provider: 'signed-commits',
    path: file.path,
    blob: file.blob,
    needed: needed.count,
    because: needed.because,
    commit: introduction?.commit ?? '',
    signatures: principals.map((principal) => ({
      commit: introduction?.commit ?? '',
      principal,
      key: `SHA256:${principal}`,
    })),
  },
})

/** @param answer of each file that is asked about */
export function fakeApprovals(answer: (question: ApprovalQuestion) => ApprovalAnswer): FakeApprovals {
  const questions: ApprovalQuestion[] = []
  return {
    questions,
    judge: async (question) => {
      questions.push(question)
      return answer(question)
    },
  }
}
