import {mkdirSync, readFileSync, realpathSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {repositoryRoot} from '../../../src/adapters/git/repository-root.ts'
import {createGitRequestSource} from '../../../src/adapters/git/request-source.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'

let remote: GitRemote
beforeEach(() => {
  remote = createGitRemote()
})
afterEach(() => {
  remote.remove()
})

describe('the root of a repository', () => {
  const rootOf = async (directory: string): Promise<string> =>
    repositoryRoot({directory, settings: remote.settings, environment: remote.environment})

  test('is found from a folder of the checkout', async () => {
    const folder = join(remote.checkout, 'a folder', 'below')
    mkdirSync(folder, {recursive: true})

    expect(await rootOf(folder)).toBe(realpathSync(remote.checkout))
  })

  test('is the bare repository itself', async () => {
    expect(await rootOf(remote.remote)).toBe(realpathSync(remote.remote))
  })

  test.each(['', 'missing'])('is nowhere outside (%j)', async (folder) => {
    await expect(rootOf(join(remote.root, folder))).rejects.toMatchObject({code: 'NOT_A_REPOSITORY'})
  })

  test('is not what an inherited GIT_DIR says', async () => {
    const environment = {...remote.environment, GIT_DIR: remote.remote, GIT_INDEX_FILE: '/nowhere', EDITOR: 'vi'}

    const root = await repositoryRoot({directory: remote.checkout, settings: remote.settings, environment})

    expect(root).toBe(realpathSync(remote.checkout))
  })
})

test('what git starts learns how to reach the remote, and no secret of the database', async () => {
  const ssh = join(remote.root, 'ssh')
  const seen = join(remote.root, 'seen')
  writeFileSync(ssh, `#!/bin/sh\nenv > '${seen}'\nexit 1\n`, {mode: 0o755})
  remote.git(['remote', 'set-url', 'origin', 'ssh://git.example.org/requests.git'], remote.checkout)
  const source = createGitRequestSource({
    directory: remote.checkout,
    settings: {...remote.settings, protocols: ['ssh']},
    requestsDirectory: 'replay-requests',
    environment: {
      ...remote.environment,
      GIT_SSH_COMMAND: ssh,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.extraHeader',
      GIT_CONFIG_VALUE_0: 'X-Test: 1',
      SSH_AUTH_SOCK: '/run/agent',
      PGPASSWORD: 'c4nary',
      DATABASE_URL: 'postgres://cqube:c4nary@db/cqube',
    },
  })

  await expect(source.fetch()).rejects.toMatchObject({code: 'GIT_UNREACHABLE'})

  const environment = readFileSync(seen, 'utf8').split('\n')
  expect(environment).toEqual(expect.arrayContaining(['SSH_AUTH_SOCK=/run/agent', 'GIT_TERMINAL_PROMPT=0']))
  expect(environment.filter((line) => line.includes('c4nary'))).toEqual([])
})
