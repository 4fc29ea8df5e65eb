import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {mostCommits, type SignatureFacts, type SignedCommit} from '../../core/approval/signature-facts.ts'
import type {RequestFile} from '../../ports.ts'
import {ordinaryFile, parseBatch, parseTree, readBlobs} from './blobs.ts'
import {createGit, type Git, type GitOptions} from './git-client.ts'
import {signatureKind} from './signature-kind.ts'

export interface SignaturesQuestion {
  /** Of the protected branch; the allowed-signers file may have lost lines since the introduction. */
  readonly branchCommit: string
  readonly introduction: string
  readonly file: RequestFile
  readonly signersFile: string
}

/** An ordinary file on a commit. */
async function fileAt(git: Git, commit: string, path: string): Promise<string | null> {
  const [entry] = parseTree(await git.text(['ls-tree', '-z', '--full-tree', commit, '--', path]))
  return entry?.name === path && entry.mode === ordinaryFile ? entry.id : null
}

export const hasFile = async (git: Git, commit: string, path: string): Promise<boolean> =>
  (await fileAt(git, commit, path)) !== null

async function firstParent(git: Git, commit: string): Promise<string | null> {
  const [, parent] = (await git.text(['rev-list', '--parents', '--max-count=1', commit])).trim().split(' ')
  return parent ?? null
}

/** Commits that the introducing one brought, itself included, newest first, as far as they hold the file. */
async function commitsWithFile(git: Git, commits: readonly string[], {path, blob}: RequestFile): Promise<string[]> {
  const asked = Buffer.from(commits.map((commit) => `${commit}:${path}\n`).join(''))
  const answers = (await git.catFile(['--batch-check'], asked)).toString('utf8').trimEnd().split('\n')
  return commits.filter((_, index) => answers[index]?.startsWith(`${blob} blob `))
}

/** A link, or a file that may be executed, has a blob, too. */
async function withOrdinaryFile(git: Git, commits: readonly string[], {path, blob}: RequestFile): Promise<string[]> {
  const found: string[] = []
  for (const commit of commits) if ((await fileAt(git, commit, path)) === blob) found.push(commit)
  return found
}

/**
 * What `git log` says of signatures where only the given file says whose count. Its configuration of keys, programs and
 * formats is ours: an operator's own must not make a signature good.
 */
async function verify(
  options: GitOptions,
  commits: readonly string[],
  signers: Uint8Array,
): Promise<Map<string, SignedCommit>> {
  const folder = await mkdtemp(join(tmpdir(), 'cqube-replay-signers-'))
  try {
    const path = join(folder, 'allowed_signers')
    await writeFile(path, signers, {mode: 0o600})
    const git = createGit({
      ...options,
      configuration: [
        `gpg.ssh.allowedSignersFile=${path}`,
        // A key is taken back by its line in the file, which all runners read.
        'gpg.ssh.revocationFile=/dev/null',
        'gpg.ssh.program=ssh-keygen',
        'gpg.format=ssh',
      ],
    })
    return parseVerified(
      await git.text(
        [
          'log',
          '--no-walk=unsorted',
          '--stdin',
          '--no-show-signature',
          '--no-color',
          '--no-patch',
          '--no-mailmap',
          '--format=tformat:%H%x00%G?%x00%GS%x00%GK%x00%GG%x00',
        ],
        Buffer.from(commits.map((commit) => `${commit}\n`).join('')),
      ),
    )
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

const fields = 5

function parseVerified(output: string): Map<string, SignedCommit> {
  const texts = output.split('\0')
  const verified = new Map<string, SignedCommit>()
  for (let start = 0; start + fields < texts.length; start += fields) {
    const [commit = '', letter = '', principal = '', key = '', said = ''] = texts.slice(start, start + fields)
    verified.set(commit.trim(), {commit: commit.trim(), state: stateOf(letter, said), principal, key})
  }
  return verified
}

/** Without a word of ssh-keygen it did not run, which git calls bad, too. */
function stateOf(letter: string, said: string): SignedCommit['state'] {
  if (letter === 'G') return 'good'
  if (letter === 'U') return 'not_listed'
  return letter === 'B' && said.trim() !== '' ? 'bad' : 'unchecked'
}

async function kindsOf(git: Git, commits: readonly string[]) {
  if (commits.length === 0) return new Map<string, ReturnType<typeof signatureKind>>()
  const output = await git.catFile(['--batch'], Buffer.from(commits.map((commit) => `${commit}\n`).join('')))
  return new Map([...parseBatch(output)].map(([commit, bytes]) => [commit, signatureKind(bytes)]))
}

interface Signers {
  /** Blob of the allowed-signers file on the commit before the introducing one. */
  readonly before: string
  /** And on the branch; null: it is gone. */
  readonly now: string | null
}

/** The file before decides, and what the branch has taken out of it since counts no more. */
async function verifyByBoth(options: GitOptions, git: Git, commits: readonly string[], {before, now}: Signers) {
  if (commits.length === 0) return new Map<string, SignedCommit>()
  const files = await readBlobs(git, now === null ? [before] : [before, now])
  const verifyBy = async (blob: string | null) => verify(options, commits, files.get(blob ?? '') ?? new Uint8Array())
  const first = await verifyBy(before)
  const second = now === before ? first : await verifyBy(now)
  return new Map(commits.map((commit) => [commit, inBoth(commit, first.get(commit), second.get(commit))]))
}

function inBoth(commit: string, before: SignedCommit | undefined, now: SignedCommit | undefined): SignedCommit {
  if (before === undefined || now === undefined || now.state === 'unchecked')
    return {commit, state: 'unchecked', principal: '', key: ''}
  if (before.state !== 'good') return before
  // The same key under another name is somebody whom nobody listed when it was signed.
  return now.state === 'good' && now.principal === before.principal ? before : {...before, state: 'no_longer_listed'}
}

/**
 * Reads who signed the commits that brought a file. A commit must not authorise itself, so the allowed-signers file of
 * the commit before the introducing one decides.
 * @throws {ReplayError} GIT_FAILED
 */
export async function readSignatures(options: GitOptions, question: SignaturesQuestion): Promise<SignatureFacts> {
  const git = createGit(options)
  const nothing = {hasSignersBefore: false, signed: [], unsigned: 0}
  const {branchCommit, introduction, file, signersFile} = question
  // Where history is cut, commits from before may look as if the introduction had brought them.
  if ((await git.text(['rev-parse', '--is-shallow-repository'])).trim() !== 'false') return {...nothing, history: 'cut'}
  const parent = await firstParent(git, introduction)
  const before = parent === null ? null : await fileAt(git, parent, signersFile)
  if (parent === null || before === null) return {...nothing, history: 'whole'}
  const range = ['rev-list', `--max-count=${mostCommits + 1}`, introduction, `^${parent}`]
  const brought = (await git.text(range)).trimEnd().split('\n')
  if (brought.length > mostCommits) return {...nothing, history: 'too_long'}

  const holding = await commitsWithFile(git, brought, file)
  const kinds = await kindsOf(git, holding)
  const isSigned = (commit: string) => (kinds.get(commit) ?? 'none') !== 'none'
  const commits = await withOrdinaryFile(git, holding.filter(isSigned), file)
  const bySsh = commits.filter((commit) => kinds.get(commit) === 'ssh')
  const verified = await verifyByBoth(options, git, bySsh, {before, now: await fileAt(git, branchCommit, signersFile)})
  return {
    history: 'whole',
    hasSignersBefore: true,
    signed: commits.map(
      (commit) => verified.get(commit) ?? {commit, state: 'other_kind' as const, principal: '', key: ''},
    ),
    unsigned: holding.filter((commit) => !isSigned(commit)).length,
  }
}
