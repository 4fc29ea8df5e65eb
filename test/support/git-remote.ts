import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {Settings} from '../../src/core/settings/settings.ts'

export interface GitRemote {
  /** Temporary directory that holds all of it. */
  readonly root: string
  /** The bare repository that everybody pushes to. */
  readonly remote: string
  /** The operator's checkout; `origin` is the remote. */
  readonly checkout: string
  /** Nothing of the machine's own git configuration takes part. */
  readonly environment: Record<string, string>
  readonly settings: Settings['git']
  git(args: readonly string[], directory?: string): string
  /** Commits files to a branch of the remote, in somebody else's clone. @returns the commit */
  commit(files: Readonly<Record<string, TestFile>>, options?: CommitOptions): string
  /** A file of a branch of the remote, null when there is none. */
  remoteFile(branch: string, path: string): string | null
  /** Installs an executable hook on the remote. */
  hook(name: string, script: string): void
  remove(): void
}

export type TestFile = string | {readonly link: string} | {readonly executable: string} | null

interface CommitOptions {
  readonly branch?: string
  readonly message?: string
  readonly author?: string
}

const settingsFor = (): Settings['git'] => ({
  remote: 'origin',
  branch: 'main',
  reportsBranch: 'replay-reports',
  reportsDirectory: 'replay-reports',
  authorName: 'cqube-replay',
  authorEmail: 'cqube-replay@example.org',
  timeoutSeconds: 20,
  protocols: ['file'],
})

function put(path: string, file: TestFile): void {
  rmSync(path, {force: true, recursive: true})
  if (file === null) return
  mkdirSync(dirname(path), {recursive: true})
  if (typeof file === 'string') writeFileSync(path, file)
  else if ('link' in file) symlinkSync(file.link, path)
  else {
    writeFileSync(path, file.executable)
    chmodSync(path, 0o755)
  }
}

/** A bare remote with one commit on `main`, the operator's checkout of it, and a colleague who pushes. */
export function createGitRemote(overrides: Partial<Settings['git']> = {}): GitRemote {
  const root = mkdtempSync(join(tmpdir(), 'cqube-replay-git-'))
  const [remote, checkout, colleague] = ['remote.git', 'checkout', 'colleague'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: root,
    XDG_CONFIG_HOME: join(root, 'config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Asha Rao',
    GIT_AUTHOR_EMAIL: 'asha@example.org',
    GIT_COMMITTER_NAME: 'Asha Rao',
    GIT_COMMITTER_EMAIL: 'asha@example.org',
  }
  const run = (args: readonly string[], directory: string, more: Record<string, string> = {}): string =>
    execFileSync('git', args, {
      cwd: directory,
      env: {...environment, ...more},
      encoding: 'utf8',
      stdio: 'pipe',
    }).trimEnd()

  run(['init', '--quiet', '--bare', '--initial-branch=main', remote], root)
  run(['clone', '--quiet', remote, colleague], root)
  writeFileSync(join(colleague, 'README.md'), 'Replay requests of the state\n')
  run(['checkout', '--quiet', '-b', 'main'], colleague)
  run(['add', '--all'], colleague)
  run(['commit', '--quiet', '--message', 'Begin'], colleague)
  run(['push', '--quiet', 'origin', 'main'], colleague)
  run(['clone', '--quiet', remote, checkout], root)

  function commit(files: Readonly<Record<string, TestFile>>, options: CommitOptions = {}): string {
    const {branch = 'main', message = 'Change requests', author = 'Asha Rao <asha@example.org>'} = options
    run(['fetch', '--quiet', 'origin'], colleague)
    const isThere = run(['ls-remote', 'origin', `refs/heads/${branch}`], colleague) !== ''
    if (isThere) run(['checkout', '--quiet', '-B', branch, `origin/${branch}`], colleague)
    else run(['checkout', '--quiet', '-B', branch], colleague)
    for (const [path, file] of Object.entries(files)) put(join(colleague, path), file)
    run(['add', '--all', '--force'], colleague)
    run(['commit', '--quiet', '--allow-empty', '--message', message, '--author', author], colleague)
    run(['push', '--quiet', 'origin', branch], colleague)
    return run(['rev-parse', 'HEAD'], colleague)
  }

  return {
    root,
    remote,
    checkout,
    environment,
    settings: {...settingsFor(), ...overrides},
    git: (args, directory = remote) => run(args, directory),
    commit,
    remoteFile: (branch, path) => {
      try {
        // Not `run`: the end of the file belongs to it.
        return execFileSync('git', ['show', `refs/heads/${branch}:${path}`], {
          cwd: remote,
          env: environment,
          encoding: 'utf8',
          stdio: 'pipe',
        })
      } catch {
        return null
      }
    },
    hook: (name, script) => {
      put(join(remote, 'hooks', name), {executable: `#!/bin/sh\n${script}\n`})
    },
    remove: () => {
      rmSync(root, {recursive: true, force: true})
    },
  }
}
