import type {SignatureEvidence} from './evidence.ts'
import type {NeededApprovals, NeededBecause} from './needed.ts'
import {mostCommits, type SignatureFacts, type SignatureState, type SignedCommit} from './signature-facts.ts'

export interface SignatureQuestion {
  readonly path: string
  readonly blob: string
  /** The first-parent commit that brought the blob to its path; null: none could be found. */
  readonly introduction: string | null
  readonly needed: NeededApprovals
  readonly approvers: readonly string[]
  readonly signersFile: string
}

export type SignatureJudgement =
  | {readonly evidence: SignatureEvidence}
  | {readonly reason: 'APPROVAL_MISSING' | 'APPROVAL_UNKNOWN'; readonly message: string}

const wholeHistory = 'Fetch the whole history (in a workflow `fetch-depth: 0`); the next run asks again.'

const becauseWords: Readonly<Record<NeededBecause, string>> = {
  usual: '`approval.approvals`',
  full_refresh: '`approval.approvals_large`, since it is a full refresh',
  rows: '`approval.approvals_large`, since it has `approval.large_from_rows` rows or more',
}

const short = (commit: string): string => commit.slice(0, 12)

const bringAgain =
  'To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (`git commit -S`, `git merge -S`).'

/**
 * Whether enough approvers have signed a commit that holds the file as the branch has it. A person counts once, and so
 * does a key; without a forge the author may be one of them, so four eyes need two.
 */
export function judgeSignatures(question: SignatureQuestion, facts: SignatureFacts): SignatureJudgement {
  const {path, introduction, signersFile} = question
  if (introduction === null || facts.history === 'cut') {
    return unknown(`Which commits brought ${path} could not be found out: the clone is shallow. ${wholeHistory}`)
  }
  const bringing = `Commit ${short(introduction)} brought ${path}`
  if (facts.history === 'too_long') {
    return missing(`${bringing} with more than ${mostCommits} others, which are not looked through. ${bringAgain}`)
  }
  if (!facts.hasSignersBefore) {
    return missing(
      `${bringing}, and the branch had no ${signersFile} before it: a commit does not say itself whose signatures count. ${bringAgain}`,
    )
  }
  return judgeSigned({...question, introduction}, facts)
}

function judgeSigned(question: SignatureQuestion & {readonly introduction: string}, facts: SignatureFacts) {
  const {path, blob, introduction, needed, approvers, signersFile} = question
  const {counted, rest} = countedOnce(facts.signed, approvers)
  if (counted.length >= needed.count) {
    return {
      evidence: {
        provider: 'signed-commits' as const,
        path,
        blob,
        needed: needed.count,
        because: needed.because,
        commit: introduction,
        signatures: counted.map(({commit, principal, key}) => ({commit, principal, key})),
      },
    }
  }
  const who = counted.map(({principal}) => principal)
  const wanted =
    `${path}: ${needed.count} of \`approval.approvers\` must have signed a commit that brought it as it is ` +
    `(${becauseWords[needed.because]}), and ${who.length === 0 ? 'none has' : `only ${who.join(', ')} has`}.`
  const why = [wanted, ...whyNot(rest, facts.unsigned, signersFile)]
  if (rest.some((signature) => signature.why === 'unchecked')) {
    return unknown([...why, 'Put ssh-keygen where the runner finds it; the next run asks again.'].join(' '))
  }
  return missing([...why, whoElse(approvers, who, needed.count), bringAgain].join(' '))
}

const missing = (message: string): SignatureJudgement => ({reason: 'APPROVAL_MISSING', message})
const unknown = (message: string): SignatureJudgement => ({reason: 'APPROVAL_UNKNOWN', message})

type WhyNot = Exclude<SignatureState, 'good'> | 'no_approver' | 'counted_already'

function countedOnce(signed: readonly SignedCommit[], approvers: readonly string[]) {
  const counted: SignedCommit[] = []
  const rest: {readonly signature: SignedCommit; readonly why: WhyNot}[] = []
  for (const signature of signed) {
    const {state, principal, key} = signature
    if (state !== 'good') rest.push({signature, why: state})
    else if (!approvers.includes(principal)) rest.push({signature, why: 'no_approver'})
    // A key that two lines list under two names is one key.
    else if (counted.some((other) => other.principal === principal || other.key === key))
      rest.push({signature, why: 'counted_already'})
    else counted.push(signature)
  }
  return {counted, rest}
}

const shownAtMost = 5

function whyNot(
  rest: readonly {readonly signature: SignedCommit; readonly why: WhyNot}[],
  unsigned: number,
  signersFile: string,
): string[] {
  const more = rest.length - shownAtMost
  return [
    ...rest.slice(0, shownAtMost).map(({signature, why}) => sentence(signature, why, signersFile)),
    ...(more > 0 ? [`${more} more do not count.`] : []),
    ...(unsigned === 0 ? [] : [`Commits with it that nobody signed: ${unsigned}.`]),
  ]
}

function whoElse(approvers: readonly string[], counted: readonly string[], needed: number): string {
  const others = approvers.filter((approver) => !counted.includes(approver))
  const named = others.slice(0, shownAtMost).join(', ')
  const more = others.length > shownAtMost ? ` and ${others.length - shownAtMost} more` : ''
  return `Who may sign: ${named}${more}; still needed: ${needed - counted.length}.`
}

function sentence({commit, principal, key}: SignedCommit, why: WhyNot, signersFile: string): string {
  const where = `Commit ${short(commit)}`
  const byKey = key === '' ? '' : ` (${key})`
  switch (why) {
    case 'not_listed':
      return `${where}: its key${byKey} is not in ${signersFile} as that was before, or not for git and the time of the commit.`
    case 'no_longer_listed':
      return `${where}: the key of ${principal}${byKey} is no longer listed as theirs in ${signersFile}.`
    case 'bad':
      return `${where}: the signature does not hold.`
    case 'other_kind':
      return `${where}: it is signed, but not by ssh alone; OpenPGP and X.509 do not count.`
    case 'unchecked':
      return `${where}: git could not check the signature, for which it needs ssh-keygen.`
    case 'no_approver':
      return `${where}: ${principal} is not one of \`approval.approvers\`.`
    case 'counted_already':
      return `${where}: ${principal} or the key${byKey} counts only once.`
  }
}
