import {describe, expect, it} from 'vitest'
import {principalsOf, signingFinding} from '../../../../src/core/doctor/signing-findings.ts'
import type {ApprovalSettings} from '../../../../src/core/settings/settings.ts'

const approval: ApprovalSettings = {
  provider: 'signed-commits',
  approvers: ['asha@example.org', 'binu@example.org', 'chitra@example.org'],
  approvals: 1,
  approvalsLarge: 2,
  largeFromRows: 1_000_000,
  signersFile: 'allowed_signers',
}
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUzVu'
const all = `# who may approve\nasha@example.org,binu@example.org ${key}\n\n"chitra@example.org" namespaces="git" ${key}\n`
const facts = {gitVersion: '2.39.5', hasSshKeygen: true, signers: all}

describe('what doctor says where approvals are signatures', () => {
  it('is what is missing, and how to get it', () => {
    const told = [
      facts,
      {...facts, gitVersion: '2.25.1'},
      {...facts, hasSshKeygen: false},
      {...facts, signers: null},
      {...facts, signers: `asha@example.org,binu@example.org ${key}`},
      {...facts, signers: `asha@example.org ${key}\n#binu@example.org ${key}`},
      {...facts, signers: `*@example.org cert-authority ${key}`},
    ].map((of) => {
      const {status, code, found, fix} = signingFinding(of, approval)
      return `${status}: ${code ?? ''} ${found}. ${fix ?? ''}`
    })

    expect(told.join('\n')).toMatchInlineSnapshot(`
      "ok:  git 2.39.5 and ssh-keygen are here; allowed_signers lists keys of 3 of 3 approvers. 
      failure: GIT_FAILED git is 2.25.1, which cannot check signatures of ssh. Install git 2.34 or newer.
      failure: GIT_FAILED ssh-keygen does not start, or is too old, and without it git checks no signature. Install OpenSSH 8.2 or newer (package openssh-client).
      failure: SIGNERS_MISSING The protected branch has no allowed_signers. Put the allowed-signers file on the protected branch, at the path of \`approval.signers_file\`.
      warning:  git 2.39.5 and ssh-keygen are here; allowed_signers lists keys of 2 of 3 approvers, and none of chitra@example.org. Add a line for each, with the name exactly as \`approval.approvers\` has it, or take them out of there.
      failure: SIGNERS_MISSING git 2.39.5 and ssh-keygen are here; allowed_signers lists keys of 1 of 3 approvers, and none of binu@example.org; chitra@example.org. Add a line for each, with the name exactly as \`approval.approvers\` has it, or take them out of there.
      ok:  git 2.39.5 and ssh-keygen are here; allowed_signers leaves it to an authority whom a key belongs to, so approvers are not looked for. "
    `)
  })

  it.each(['2.34.0', '2.34.1.windows.1', '3.0', '2.100.0 (Apple Git-154)'])('git %s is new enough', (gitVersion) => {
    expect(signingFinding({...facts, gitVersion}, approval).status).toBe('ok')
  })

  it('reads names as ssh-keygen does: lists, quotes, comments', () => {
    expect(principalsOf(`${all}# dora ${key}\nlonely\n\t\n`)).toEqual([
      'asha@example.org',
      'binu@example.org',
      'chitra@example.org',
    ])
  })
})
