import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createGitRequestSource} from '../../../src/adapters/git/request-source.ts'
import {judgeRequestFiles} from '../../../src/adapters/git/request-files.ts'
import type {Settings} from '../../../src/core/settings/settings.ts'
import type {RequestSource} from '../../../src/ports.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {reportOf, reportsOf} from '../../contract/reports/finished-run.ts'

let remote: GitRemote
beforeEach(() => {
  remote = createGitRemote()
})
afterEach(() => {
  remote.remove()
})

const sourceOf = (settings: Partial<Settings['git']> = {}): RequestSource =>
  createGitRequestSource({
    directory: remote.checkout,
    settings: {...remote.settings, ...settings},
    requestsDirectory: 'replay-requests',
    environment: remote.environment,
  })

describe('what a requests directory must not hold', () => {
  test('a symbolic link is refused with its reason and not followed', async () => {
    remote.commit({'replay-requests/link.yaml': {link: '../../../../etc/passwd'}})
    const source = sourceOf()

    const {files, refused} = await source.list(await source.fetch())

    expect(files).toEqual([])
    expect(refused).toMatchObject([{path: 'replay-requests/link.yaml', requestId: null, reason: 'REQUEST_INVALID'}])
    expect(refused[0]?.message).toMatchInlineSnapshot(
      `"It is a symbolic link and was not followed. Commit the request itself in its place."`,
    )
  })

  test('an executable is refused with its reason', async () => {
    remote.commit({'replay-requests/tool.yaml': {executable: 'reason: May\n'}})
    const source = sourceOf()

    const {files, refused} = await source.list(await source.fetch())

    expect(files).toEqual([])
    expect(refused[0]?.message).toMatchInlineSnapshot(
      `"It is executable (mode 100755); a request is an ordinary file. Run \`git update-index --chmod=-x\` on it and commit."`,
    )
  })

  test('a submodule is refused with its reason', () => {
    const submodule = {mode: '160000', type: 'commit', id: 'a'.repeat(40), name: 'replay-requests/other.yaml'}

    const {files, refused} = judgeRequestFiles([submodule], 'replay-requests')

    expect(files).toEqual([])
    expect(refused[0]?.message).toMatchInlineSnapshot(
      `"It is a submodule and was not read. Commit the request itself in its place."`,
    )
  })

  test('a link in place of the directory itself is refused', async () => {
    remote.commit({'elsewhere/a.yaml': 'reason: May\n', 'replay-requests': {link: 'elsewhere'}})
    const source = sourceOf()

    const {files, refused} = await source.list(await source.fetch())

    expect(files).toEqual([])
    expect(refused.map(({path}) => path)).toEqual(['replay-requests'])
  })

  test.each([
    '-rf.yaml',
    '--upload-pack=touch x.yaml',
    'a b.yaml',
    'अप्रैल.yaml',
    '$(touch x).yaml',
    ':(top)x.yaml',
    'new\nline.yaml',
    '::error::x.yaml',
    '.hidden.yaml',
    '.github/x.yaml',
    'UPPER.YAML',
    '\u202eevil.yaml',
  ])('the name %j is refused with its reason', async (name) => {
    remote.commit({[`replay-requests/${name}`]: 'reason: May\n', 'replay-requests/good.yaml': 'reason: May\n'})
    const source = sourceOf()

    const {files, refused} = await source.list(await source.fetch())

    expect(files.map(({path}) => path)).toEqual(['replay-requests/good.yaml'])
    expect(refused.map(({path}) => path)).toEqual([`replay-requests/${name}`])
  })

  test('the reason of a refused name is that of the rule', async () => {
    remote.commit({'replay-requests/a b.yaml': 'reason: May\n'})
    const source = sourceOf()

    const {refused} = await source.list(await source.fetch())

    expect(refused[0]?.message).toMatchInlineSnapshot(
      `"Its name is not allowed: below the requests directory a name begins with a letter or a digit, goes on with letters, digits, ".", "_", "-" and "/", and ends in .yaml, .yml or .json. Rename the file."`,
    )
  })

  test('a name that climbs is refused', () => {
    const climbing = {mode: '100644', type: 'blob', id: 'a'.repeat(40), name: 'replay-requests/a/../../b.yaml'}

    expect(judgeRequestFiles([climbing], 'replay-requests').files).toEqual([])
  })

  test('a huge file is not brought into memory, but stays too large', async () => {
    remote.commit({'replay-requests/huge.yaml': 'x'.repeat(6 * 1024 * 1024), 'replay-requests/small.yaml': 'small'})
    const source = sourceOf()
    const {files} = await source.list(await source.fetch())

    const bytes = await source.read(files.map(({blob}) => blob))

    expect(files.map(({blob}) => bytes.get(blob)?.length)).toEqual([4 * 1024 * 1024 + 1, 5])
  })

  test('a link in place of the settings is no settings file', async () => {
    remote.commit({'cqube-replay.yaml': {link: '/etc/passwd'}})
    const source = sourceOf()

    const settings = await source.readPath(await source.fetch(), 'cqube-replay.yaml')

    expect(settings).toBeNull()
  })
})

describe('a hostile remote', () => {
  const marker = (): string => join(remote.root, 'marker')

  test.each([
    ['as configured', []],
    ['although the operator allows it', ['config', 'protocol.ext.allow', 'always']],
  ])('of a transport that runs programs is refused, %s', async (_, configure) => {
    remote.git(['remote', 'set-url', 'origin', `ext::sh -c touch% ${marker()}`], remote.checkout)
    if (configure.length > 0) remote.git(configure, remote.checkout)

    const fetched = sourceOf({protocols: ['https', 'ssh', 'file']}).fetch()

    await expect(fetched).rejects.toMatchObject({code: 'GIT_UNREACHABLE'})
    expect(existsSync(marker())).toBe(false)
  })

  test('of a transport that the settings do not name is refused', async () => {
    await expect(sourceOf({protocols: ['https']}).fetch()).rejects.toMatchObject({code: 'GIT_UNREACHABLE'})
  })

  test.each(['ext::sh -c touch% MARKER', '--upload-pack=touch MARKER', '-oProxyCommand=touch MARKER'])(
    'named %j in the settings runs nothing',
    async (name) => {
      const fetched = sourceOf({remote: name.replace('MARKER', marker()), protocols: ['https', 'ssh', 'file']}).fetch()

      await expect(fetched).rejects.toMatchObject({code: 'GIT_UNREACHABLE'})
      expect(existsSync(marker())).toBe(false)
    },
  )

  test('does not make an error tell the credentials in its URL', async () => {
    const url = 'https://runner:c4nary-t0ken@127.0.0.1:1/requests.git'
    remote.git(['remote', 'set-url', 'origin', url], remote.checkout)

    const failure: unknown = await sourceOf({protocols: ['https']})
      .fetch()
      .catch((error: unknown) => error)

    const everything = `${String(failure)} ${JSON.stringify(failure)} ${String((failure as Error).cause)}`
    expect(failure).toMatchObject({code: 'GIT_UNREACHABLE'})
    expect(everything).not.toContain('c4nary')
  })

  test('named by a URL with credentials does not make an error tell them', async () => {
    const fetched = sourceOf({
      remote: 'https://runner:c4nary-t0ken@127.0.0.1:1/requests.git',
      protocols: ['ssh'],
    }).fetch()

    const failure: unknown = await fetched.catch((error: unknown) => error)

    expect(failure).toMatchObject({code: 'GIT_UNREACHABLE'})
    expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain('c4nary')
  })
})

test('nothing of the operator’s checkout moves', async () => {
  remote.commit({'replay-requests/may.yaml': 'reason: May\n'})
  const {checkout} = remote
  const marker = join(remote.root, 'marker')
  for (const hook of ['pre-push', 'reference-transaction', 'post-index-change', 'post-merge']) {
    writeFileSync(join(checkout, '.git/hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, {mode: 0o755})
  }
  writeFileSync(join(checkout, 'README.md'), 'edited, not staged\n')
  writeFileSync(join(checkout, 'staged.txt'), 'staged\n')
  remote.git(['-c', 'core.hooksPath=/dev/null', 'add', 'staged.txt'], checkout)
  const state = (): unknown => ({
    head: readFileSync(join(checkout, '.git/HEAD'), 'utf8'),
    index: readFileSync(join(checkout, '.git/index')).toString('base64'),
    refs: remote.git(
      ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/remotes/origin/main', 'refs/tags'],
      checkout,
    ),
    status: remote.git(['--no-optional-locks', 'status', '--porcelain'], checkout),
    configuration: readFileSync(join(checkout, '.git/config'), 'utf8'),
    fetchHead: existsSync(join(checkout, '.git/FETCH_HEAD')),
  })
  const before = state()
  const source = sourceOf()

  await source.list(await source.fetch())
  await reportsOf(remote).publish(reportOf('20261101T163000Z-4f2a'))

  expect(state()).toEqual(before)
  expect(existsSync(marker)).toBe(false)
})

test('no setting of the operator changes what is read or written', async () => {
  for (const [key, value] of Object.entries({
    'core.autocrlf': 'true',
    'color.ui': 'always',
    'core.quotePath': 'true',
    'log.showSignature': 'true',
    'commit.gpgSign': 'true',
    'push.gpgSign': 'false',
    'push.followTags': 'true',
    'fetch.prune': 'true',
    'author.name': 'Somebody Else',
    'i18n.commitEncoding': 'ISO-8859-1',
    'remote.origin.mirror': 'true',
  })) {
    remote.git(['config', key, value], remote.checkout)
  }
  const head = remote.commit({'replay-requests/may.yaml': 'reason: May\r\n'})
  const source = sourceOf()

  const {files} = await source.list(await source.fetch())
  const bytes = await source.read(files.map(({blob}) => blob))
  const introductions = await Promise.all(files.map(async (file) => source.introduction(head, file)))
  const commit = await reportsOf(remote).publish(reportOf('20261101T163000Z-4f2a', 'line\r\n'))

  expect([...bytes.values()].map((content) => Buffer.from(content).toString())).toEqual(['reason: May\r\n'])
  expect(introductions).toMatchObject([{commit: head, author: 'Asha Rao <asha@example.org>'}])
  expect(remote.git(['show', '--no-patch', '--format=%an <%ae>', commit])).toBe(
    'cqube-replay <cqube-replay@example.org>',
  )
  expect(remote.git(['for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main\nrefs/heads/replay-reports')
})
