import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {judgeSignatures, type SignatureQuestion} from '../../../../src/core/approval/judge-signatures.ts'
import type {SignatureFacts, SignatureState, SignedCommit} from '../../../../src/core/approval/signature-facts.ts'

const question: SignatureQuestion = {
  path: 'replay-requests/may.yaml',
  blob: 'b1'.repeat(20),
  introduction: 'c1'.repeat(20),
  needed: {count: 1, because: 'usual'},
  approvers: ['asha', 'binu'],
  signersFile: 'allowed_signers',
}
const signed = (overrides: Partial<SignedCommit> = {}): SignedCommit => ({
  commit: 'c1'.repeat(20),
  state: 'good',
  principal: 'asha',
  key: 'SHA256:a',
  ...overrides,
})
const facts = (overrides: Partial<SignatureFacts> = {}): SignatureFacts => ({
  history: 'whole',
  hasSignersBefore: true,
  signed: [signed()],
  unsigned: 0,
  ...overrides,
})
const reasonOf = (of: SignatureFacts, asked = question) => {
  const judgement = judgeSignatures(asked, of)
  return 'evidence' in judgement ? 'approved' : judgement.reason
}

describe('signatures of commits', () => {
  it('count when one of them is of an approver', () => {
    expect(
      judgeSignatures(question, facts({signed: [signed({principal: 'mallory', key: 'SHA256:m'}), signed()]})),
    ).toEqual({
      evidence: {
        provider: 'signed-commits',
        path: question.path,
        blob: question.blob,
        needed: 1,
        because: 'usual',
        commit: question.introduction,
        signatures: [{commit: 'c1'.repeat(20), principal: 'asha', key: 'SHA256:a'}],
      },
    })
  })

  it.each([
    ['the introduction is not known', facts(), {...question, introduction: null}, 'APPROVAL_UNKNOWN'],
    ['the clone is shallow', facts({history: 'cut'}), question, 'APPROVAL_UNKNOWN'],
    ['git could not check', facts({signed: [signed({state: 'unchecked'})]}), question, 'APPROVAL_UNKNOWN'],
    ['too many commits came with it', facts({history: 'too_long'}), question, 'APPROVAL_MISSING'],
    ['the file of keys came later', facts({hasSignersBefore: false}), question, 'APPROVAL_MISSING'],
    ['nothing is signed', facts({signed: [], unsigned: 3}), question, 'APPROVAL_MISSING'],
    ['nobody may approve', facts(), {...question, approvers: []}, 'APPROVAL_MISSING'],
    ['the name is written otherwise', facts(), {...question, approvers: ['Asha']}, 'APPROVAL_MISSING'],
  ] as const)('do not count when %s', (_, of, asked, reason) => {
    expect(reasonOf(of, asked)).toBe(reason)
  })

  it('are not asked again for what could not be checked where enough others hold', () => {
    expect(reasonOf(facts({signed: [signed({state: 'unchecked'}), signed()]}))).toBe('approved')
  })

  it('are told with their reasons, five of them', () => {
    const states: SignatureState[] = ['bad', 'other_kind', 'not_listed', 'no_longer_listed', 'good', 'bad', 'bad']
    const judgement = judgeSignatures(
      {...question, needed: {count: 2, because: 'rows'}, approvers: ['asha', 'binu', 'c', 'd', 'e', 'f', 'g']},
      facts({signed: [signed(), ...states.map((state) => signed({state, commit: 'd2'.repeat(20)}))], unsigned: 2}),
    )

    expect(judgement).toMatchInlineSnapshot(`
      {
        "message": "replay-requests/may.yaml: 2 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals_large\`, since it has \`approval.large_from_rows\` rows or more), and only asha has. Commit d2d2d2d2d2d2: the signature does not hold. Commit d2d2d2d2d2d2: it is signed, but not by ssh alone; OpenPGP and X.509 do not count. Commit d2d2d2d2d2d2: its key (SHA256:a) is not in allowed_signers as that was before, or not for git and the time of the commit. Commit d2d2d2d2d2d2: the key of asha (SHA256:a) is no longer listed as theirs in allowed_signers. Commit d2d2d2d2d2d2: asha or the key (SHA256:a) counts only once. 2 more do not count. Commits with it that nobody signed: 2. Who may sign: binu, c, d, e, f and 1 more; still needed: 1. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`).",
        "reason": "APPROVAL_MISSING",
      }
    `)
  })

  it('of one person or one key never count twice, whatever their order', () => {
    const signature = fc.record({
      commit: fc.constant('c1'.repeat(20)),
      state: fc.constantFrom<SignatureState>('good', 'bad', 'not_listed', 'no_longer_listed', 'other_kind'),
      principal: fc.constantFrom('asha', 'binu', 'mallory'),
      key: fc.constantFrom('SHA256:a', 'SHA256:b', 'SHA256:m'),
    })
    fc.assert(
      fc.property(fc.array(signature, {maxLength: 8}), (signatures) => {
        const judgement = judgeSignatures(
          {...question, needed: {count: 2, because: 'full_refresh'}},
          facts({signed: signatures}),
        )
        if (!('evidence' in judgement)) return
        const counted = judgement.evidence.signatures
        expect(new Set(counted.map(({principal}) => principal)).size).toBe(counted.length)
        expect(new Set(counted.map(({key}) => key)).size).toBe(counted.length)
        for (const {principal, key} of counted) {
          expect(question.approvers).toContain(principal)
          expect(signatures.some((one) => one.state === 'good' && one.principal === principal && one.key === key)).toBe(
            true,
          )
        }
      }),
    )
  })
})
