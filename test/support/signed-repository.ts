import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {createGitRequestSource} from '../../src/adapters/git/request-source.ts'
import {createSignedApprovals} from '../../src/adapters/git/signed-approvals.ts'
import type {NeededApprovals} from '../../src/core/approval/needed.ts'
import type {ApprovalAnswer} from '../../src/ports/approvals.ts'
import {createGitRemote, type GitRemote} from './git-remote.ts'

export const may = 'replay-requests/may.yaml'

export interface SignKey {
  /** Path of the private key, as `user.signingkey` takes it. */
  readonly file: string
  /** Type and key, without a comment. */
  readonly text: string
}

interface CommitBy {
  readonly key?: SignKey
  /** Seconds since 1970. */
  readonly at?: number
  readonly author?: string
  readonly mode?: '100644' | '100755'
}

export interface SignedRepository {
  readonly remote: GitRemote
  readonly key: (name: string, type?: 'ed25519' | 'rsa') => SignKey
  /** In the colleague's clone; nothing is pushed. */
  readonly git: (args: readonly string[], input?: string) => string
  readonly commit: (files: Readonly<Record<string, string | null>>, by?: CommitBy) => string
  /** Files: what the merge changes beyond what it merges. */
  readonly merge: (branch: string, by?: CommitBy, files?: Readonly<Record<string, string>>) => string
  readonly branch: (name: string) => void
  readonly main: () => void
  /** Pushes main and asks who has signed what brought the file. */
  readonly judge: (options?: JudgeOptions) => Promise<ApprovalAnswer>
}

export interface JudgeOptions {
  readonly path?: string
  readonly approvers?: readonly string[]
  readonly needed?: NeededApprovals
  readonly directory?: string
  readonly environment?: Readonly<Record<string, string>>
}

export const signersLine = (principal: string, {text}: SignKey, options = ''): string =>
  `${principal} ${options === '' ? '' : `${options} `}${text}\n`

export function makeKey(folder: string, name: string, type: 'ed25519' | 'rsa' = 'ed25519'): SignKey {
  const file = join(folder, `key-${name}`)
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', name, '-f', file])
  return {file, text: readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')}
}

/** A remote and a colleague's clone in which commits are signed by ssh keys of the test. */
export function createSignedRepository(): SignedRepository {
  const remote = createGitRemote()
  const colleague = join(remote.root, 'colleague')
  const run = (args: readonly string[], input?: string, more: Readonly<Record<string, string>> = {}): string =>
    execFileSync('git', args, {
      cwd: colleague,
      env: {...remote.environment, ...more},
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : {input}),
    }).trimEnd()
  const dated = ({at}: CommitBy) =>
    at === undefined ? {} : {GIT_AUTHOR_DATE: `${at} +0000`, GIT_COMMITTER_DATE: `${at} +0000`}
  const signing = ({key}: CommitBy): string[] =>
    key === undefined ? ['-c', 'commit.gpgSign=false'] : ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${key.file}`]
  const put = (files: Readonly<Record<string, string | null>>, mode = '100644') => {
    for (const [path, content] of Object.entries(files)) {
      if (content === null) run(['rm', '--quiet', '--', path])
      else {
        mkdirSync(dirname(join(colleague, path)), {recursive: true})
        writeFileSync(join(colleague, path), content)
        run(['add', '--', path])
        run(['update-index', `--chmod=${mode === '100755' ? '+x' : '-x'}`, '--', path])
      }
    }
  }
  const conclude = (by: CommitBy, message: string): string => {
    const sign = by.key === undefined ? [] : ['--gpg-sign']
    const author = by.author === undefined ? [] : ['--author', by.author]
    run(
      [...signing(by), 'commit', '--quiet', '--allow-empty', ...sign, ...author, '--message', message],
      undefined,
      dated(by),
    )
    return run(['rev-parse', 'HEAD'])
  }

  return {
    remote,
    key: (name, type) => makeKey(remote.root, name, type),
    git: (args, input) => run(args, input),
    commit: (files, by = {}) => {
      put(files, by.mode)
      return conclude(by, 'Change files')
    },
    merge: (branch, by = {}, files = {}) => {
      run(['merge', '--quiet', '--no-ff', '--no-commit', branch])
      put(files)
      return conclude(by, `Merge ${branch}`)
    },
    branch: (name) => {
      run(['checkout', '--quiet', '-b', name])
    },
    main: () => {
      run(['checkout', '--quiet', 'main'])
    },
    judge: async ({path = may, approvers = ['asha@example.org', 'binu@example.org'], ...options} = {}) => {
      run(['push', '--quiet', 'origin', 'main'])
      const git = {
        directory: options.directory ?? remote.checkout,
        settings: remote.settings,
        environment: {...remote.environment, ...options.environment},
      }
      const source = createGitRequestSource({...git, requestsDirectory: 'replay-requests'})
      const branchCommit = await source.fetch()
      const file = (await source.list(branchCommit)).files.find((candidate) => candidate.path === path)
      if (file === undefined) throw new Error(`The branch has no ${path}.`)
      return createSignedApprovals({
        ...git,
        approval: {
          provider: 'signed-commits',
          approvers,
          approvals: 1,
          approvalsLarge: 2,
          largeFromRows: 1_000_000,
          signersFile: 'allowed_signers',
        },
      }).judge({
        branchCommit,
        file,
        introduction: await source.introduction(branchCommit, file),
        needed: options.needed ?? {count: 1, because: 'usual'},
      })
    },
  }
}

/** What people are told, with commits and fingerprints of keys taken out. */
export const toldOf = (answer: ApprovalAnswer): string =>
  'evidence' in answer
    ? answer.evidence.provider
    : `${answer.reason}: ${answer.message.replaceAll(/\b[0-9a-f]{12,40}\b/g, 'COMMIT').replaceAll(/SHA256:[\w+/=]+/g, 'KEY')}`

/** Principals that counted; null: it was refused. */
export const countedIn = (answer: ApprovalAnswer): string[] | null =>
  'evidence' in answer && answer.evidence.provider === 'signed-commits'
    ? answer.evidence.signatures.map(({principal}) => principal)
    : null
