import {execFile} from 'node:child_process'
import type {SigningInspection} from '../../ports/inspection.ts'
import {createGit, type GitOptions} from './git-client.ts'
import {gitEnvironment} from './git-environment.ts'

export function createSigningInspection(options: GitOptions): SigningInspection {
  const git = createGit(options)
  const env = gitEnvironment(options.environment, options.settings)
  return {
    gitVersion: async () => (await git.text(['--version'])).replace(/^git version /, '').trim(),
    hasSshKeygen: async () =>
      new Promise((resolve) => {
        // Without its files it says what is missing; one of before OpenSSH 8.2 says that it has no such option.
        execFile('ssh-keygen', ['-Y', 'find-principals'], {env, timeout: 10_000}, (error, _, stderr) => {
          const isStarted = error === null || typeof error.code === 'number'
          resolve(isStarted && !/(illegal|unknown|invalid) option/i.test(stderr))
        })
      }),
  }
}
