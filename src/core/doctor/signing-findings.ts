import type {ApprovalSettings} from '../settings/settings.ts'
import {failure, firstOf, ok, warning, type Finding} from './finding.ts'

export interface SigningFacts {
  readonly gitVersion: string
  readonly hasSshKeygen: boolean
  /** The allowed-signers file of the protected branch; null: it has none. */
  readonly signers: string | null
}

/** git knows signatures of ssh since then. */
const neededGit = [2, 34] as const

function isOldGit(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < neededGit[0] || (major === neededGit[0] && minor < neededGit[1])
}

/** Principals of the lines of an allowed-signers file (ssh-keygen(1), ALLOWED SIGNERS). */
export const principalsOf = (signers: string): string[] =>
  signers.split(/\r?\n/).flatMap((line) => {
    const [, quoted, plain] = /^\s*(?:"([^"]*)"|([^\s"#]\S*))\s+\S/.exec(line) ?? []
    return (quoted ?? plain ?? '').split(',').filter((principal) => principal !== '')
  })

const hasAuthority = (signers: string): boolean => /^[^#\n]*\bcert-authority\b/m.test(signers)

/** Whether signatures could be checked here, and whether the file of keys knows who may approve. */
export function signingFinding(
  {gitVersion, hasSshKeygen, signers}: SigningFacts,
  {approvers, approvals, approvalsLarge, signersFile}: ApprovalSettings,
): Finding {
  if (isOldGit(gitVersion)) {
    return failure(
      'GIT_FAILED',
      `git is ${gitVersion}, which cannot check signatures of ssh`,
      'Install git 2.34 or newer.',
    )
  }
  if (!hasSshKeygen) {
    return failure(
      'GIT_FAILED',
      'ssh-keygen does not start, or is too old, and without it git checks no signature',
      'Install OpenSSH 8.2 or newer (package openssh-client).',
    )
  }
  if (signers === null) return failure('SIGNERS_MISSING', `The protected branch has no ${signersFile}`)
  const listed = new Set(principalsOf(signers))
  const without = approvers.filter((approver) => !listed.has(approver))
  const here = `git ${gitVersion} and ssh-keygen are here`
  if (without.length > 0 && hasAuthority(signers)) {
    return ok(
      `${here}; ${signersFile} leaves it to an authority whom a key belongs to, so approvers are not looked for`,
    )
  }
  const known = `${here}; ${signersFile} lists keys of ${approvers.length - without.length} of ${approvers.length} approvers`
  if (without.length === 0) return ok(known)
  const advice = 'Add a line for each, with the name exactly as `approval.approvers` has it, or take them out of there.'
  const missing = `${known}, and none of ${firstOf(without)}`
  return approvers.length - without.length < Math.max(approvals, approvalsLarge)
    ? failure('SIGNERS_MISSING', missing, advice)
    : warning(missing, advice)
}
