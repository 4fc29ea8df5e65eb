import {afterEach, describe, expect, test} from 'vitest'
import {createGitRequestSource} from '../../../src/adapters/git/request-source.ts'
import type {RequestSource} from '../../../src/ports.ts'
import type {RequestHistory} from '../../../src/ports/request-history.ts'
import {blobId, createFakeRequestSource} from '../../fakes/request-source.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'

interface Branch {
  readonly source: RequestSource & RequestHistory
  readonly commit: (files: Readonly<Record<string, string | null>>, author?: string) => string
}

const remotes: GitRemote[] = []
afterEach(() => {
  for (const remote of remotes.splice(0)) remote.remove()
})

function realBranch(where: 'checkout' | 'remote'): Branch {
  const remote = createGitRemote()
  remotes.push(remote)
  // A bare repository is its own remote here, as on a server that runs us beside it.
  if (where === 'remote') remote.git(['remote', 'add', 'origin', remote.remote])
  const source = createGitRequestSource({
    directory: remote[where],
    settings: remote.settings,
    requestsDirectory: 'replay-requests',
    environment: remote.environment,
  })
  return {source, commit: (files, author) => remote.commit(files, author === undefined ? {} : {author})}
}

function fakeBranch(): Branch {
  const source = createFakeRequestSource()
  source.commit({'README.md': 'Replay requests of the state\n'})
  return {source, commit: (files, author) => source.commit(files, author)}
}

const may = 'replay-requests/2026/may.yaml'

describe.each([
  ['fake', fakeBranch],
  ['checkout', () => realBranch('checkout')],
  ['bare repository', () => realBranch('remote')],
])('the protected branch (%s)', (_, createBranch) => {
  test('is at the commit that was pushed last', async () => {
    const {source, commit} = createBranch()
    await source.fetch()
    const pushed = commit({[may]: 'reason: May\n'})

    const fetched = await source.fetch()

    expect(fetched).toBe(pushed)
  })

  test('holds the requests below its directory, sorted by path', async () => {
    const {source, commit} = createBranch()
    commit({
      'replay-requests/z.yml': 'z',
      [may]: 'reason: May\n',
      'replay-requests/2026.json': '{}',
      'replay-requests/README.md': 'How to',
      'replay-requests/examples/attendance.yaml': 'reason: an example\n',
      'replay-requests/2026/examples/april.yaml': 'reason: April\n',
      'replay-requests-old/a.yaml': 'old',
      'elsewhere/a.yaml': 'elsewhere',
    })

    const {files, refused} = await source.list(await source.fetch())

    expect(files).toEqual([
      {path: 'replay-requests/2026.json', blob: blobId('{}')},
      {path: 'replay-requests/2026/examples/april.yaml', blob: blobId('reason: April\n')},
      {path: 'replay-requests/2026/may.yaml', blob: blobId('reason: May\n')},
      {path: 'replay-requests/z.yml', blob: blobId('z')},
    ])
    expect(refused).toEqual([])
  })

  test('holds no request when its directory is missing', async () => {
    const {source} = createBranch()

    const {files} = await source.list(await source.fetch())

    expect(files).toEqual([])
  })

  test('gives the bytes of many files in one go', async () => {
    const {source, commit} = createBranch()
    commit({'replay-requests/a.yaml': 'ä\n\n', 'replay-requests/b.yaml': '', 'replay-requests/c.yaml': 'no newline'})
    const {files} = await source.list(await source.fetch())

    const bytes = await source.read(files.map(({blob}) => blob))

    expect(files.map(({blob}) => Buffer.from(bytes.get(blob) ?? []).toString())).toEqual(['ä\n\n', '', 'no newline'])
  })

  test('has nothing to read for no files', async () => {
    const {source} = createBranch()

    expect(await source.read([])).toEqual(new Map())
  })

  test('says so when it does not hold a blob', async () => {
    const {source} = createBranch()
    await source.fetch()

    await expect(source.read([blobId('nowhere')])).rejects.toMatchObject({code: 'GIT_FAILED'})
  })

  test('gives any other file, and null where there is none', async () => {
    const {source, commit} = createBranch()
    commit({'cqube-replay.yaml': 'paused: true\n', 'folder/file': ''})
    const head = await source.fetch()

    const settings = await source.readPath(head, 'cqube-replay.yaml')
    const missing = await source.readPath(head, 'missing.yaml')
    const folder = await source.readPath(head, 'folder')

    expect(Buffer.from(settings ?? []).toString()).toBe('paused: true\n')
    expect([missing, folder]).toEqual([null, null])
  })

  test('knows who brought a request, by content and path', async () => {
    const {source, commit} = createBranch()
    commit({[may]: 'reason: first\n'}, 'Asha Rao <asha@example.org>')
    const second = commit({[may]: 'reason: second\n'}, 'Binu Öz <binu@example.org>')
    commit({'replay-requests/other.yaml': 'reason: other\n'}, 'Chitra <chitra@example.org>')

    const introduction = await source.introduction(await source.fetch(), {path: may, blob: blobId('reason: second\n')})

    expect(introduction).toMatchObject({commit: second, author: 'Binu Öz <binu@example.org>'})
    expect(introduction?.committedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/)
  })

  test('counts the last introduction of content that was taken back', async () => {
    const {source, commit} = createBranch()
    commit({[may]: 'reason: May\n'}, 'Asha Rao <asha@example.org>')
    commit({[may]: null})
    const again = commit({[may]: 'reason: May\n'}, 'Binu <binu@example.org>')

    const introduction = await source.introduction(await source.fetch(), {path: may, blob: blobId('reason: May\n')})

    expect(introduction).toMatchObject({commit: again, author: 'Binu <binu@example.org>'})
  })

  test('knows nobody for content that is not there', async () => {
    const {source, commit} = createBranch()
    commit({[may]: 'reason: May\n'})
    commit({[may]: 'reason: June\n'})
    const head = await source.fetch()

    const earlier = await source.introduction(head, {path: may, blob: blobId('reason: May\n')})
    const elsewhere = await source.introduction(head, {path: 'replay-requests/x.yaml', blob: blobId('reason: June\n')})

    expect([earlier, elsewhere]).toEqual([null, null])
  })

  test('tells what was taken from it, by whom, the newest first', async () => {
    const {source, commit} = createBranch()
    commit({[may]: 'reason: May\n', 'replay-requests/june.yaml': 'reason: June\n'})
    const edited = commit({[may]: 'reason: May, again\n'}, 'Binu Öz <binu@example.org>')
    const removed = commit({[may]: null}, 'Chitra <chitra@example.org>')
    commit({'replay-requests/june.yaml': 'reason: June\n', 'replay-requests/july.yaml': 'reason: July\n'})

    const gone = await source.removed(await source.fetch(), new Date(0))

    expect(gone).toMatchObject([
      {
        path: may,
        blob: blobId('reason: May, again\n'),
        change: 'removed',
        by: {commit: removed, author: 'Chitra <chitra@example.org>'},
      },
      {
        path: may,
        blob: blobId('reason: May\n'),
        change: 'edited',
        by: {commit: edited, author: 'Binu Öz <binu@example.org>'},
      },
    ])
    expect(gone[0]?.by.committedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/)
  })

  test('tells a renamed file as taken from its old path, and nothing of files that are no requests', async () => {
    const {source, commit} = createBranch()
    const notes = {'replay-requests/README.md': 'How to', 'replay-requests/examples/a.yaml': 'a', 'other/b.yaml': 'b'}
    commit({[may]: 'reason: May\n', ...notes})
    commit({[may]: null, 'replay-requests/renamed.yaml': 'reason: May\n'})
    commit(Object.fromEntries(Object.keys(notes).map((path) => [path, null])))

    const gone = await source.removed(await source.fetch(), new Date(0))

    expect(gone.map(({path, change}) => [path, change])).toEqual([[may, 'removed']])
  })

  test('looks no further back than it is asked to, and sees nothing at its first commit', async () => {
    const {source, commit} = createBranch()
    const first = await source.fetch()
    commit({[may]: 'reason: May\n'})
    commit({[may]: null})
    const head = await source.fetch()

    const tomorrow = new Date(Date.now() + 86_400_000 * 400)

    expect(await source.removed(head, tomorrow)).toEqual([])
    expect(await source.removed(first, new Date(0))).toEqual([])
    expect(await source.removed(head, new Date(0))).toHaveLength(1)
  })
})
