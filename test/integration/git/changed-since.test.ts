import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createCheckoutHistory} from '../../../src/adapters/git/checkout-history.ts'
import {createWorkTree} from '../../../src/adapters/local-directory/work-tree.ts'
import {validate} from '../../../src/commands/validate.ts'
import {readRequest} from '../../../src/core/request/read-request.ts'
import {blobId} from '../../fakes/request-source.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'

const runId = '20261101T163000Z-4f2a'
const now = new Date('2026-11-24T10:00:00Z')
const request = (month: string, reason = 'March was emitted twice by a district'): string =>
  `reason: ${reason}\nreplay: {crc: {year: 2021, months: [${month}]}}\n` +
  'expect: {planned_at: 2026-11-24T10:15:00+05:30, ledger: 7c1e, rows: {crc: 12}}\n'
const march = 'replay-requests/march.yaml'
const april = 'replay-requests/april.yaml'

let remote: GitRemote
beforeEach(() => {
  remote = createGitRemote()
  remote.commit({[march]: request('3'), [april]: request('4')})
  remote.git(['pull', '--quiet'], remote.checkout)
})
afterEach(() => {
  remote.remove()
})

const write = (path: string, text: string | null): void => {
  const file = join(remote.checkout, path)
  mkdirSync(dirname(file), {recursive: true})
  if (text === null) rmSync(file)
  else writeFileSync(file, text)
}

function since(revision = 'origin/main', {fetch = false, directory = remote.checkout} = {}) {
  const {settings, environment} = remote
  const options = {
    directory,
    settings,
    environment,
    requestsDirectory: 'replay-requests',
    settingsPath: 'cqube-replay.yaml',
  }
  return validate(createWorkTree(directory), [], now, {
    revision,
    fetch,
    openHistory: async () => createCheckoutHistory(options),
  })
}

const told = ({problems}: Awaited<ReturnType<typeof since>>): string[] =>
  problems.map(({code, severity, place}) => `${place.file} ${code} (${severity})`)

/** A report of a run that deleted what a request asks for, as far as a reader needs it. */
function report(text: string, state = 'DONE', more: Readonly<Record<string, string>> = {}): void {
  const {request: read} = readRequest(Buffer.from(text), march, {today: '2026-11-24', addedSources: {}})
  const json = {
    runId,
    requests: [{requestId: read?.id, blob: blobId(text), sources: [{dataSource: 'crc', documents: [1]}]}],
    deletions: [{documentNo: 1, dataSource: 'crc', state}],
  }
  const path = `replay-reports/2026/${runId}/report.json`
  remote.commit({[path]: JSON.stringify(json), ...more}, {branch: 'replay-reports'})
  remote.git(['fetch', '--quiet', 'origin'], remote.checkout)
}

describe('validate --changed-since', () => {
  it('judges files that are new or changed, committed or not', async () => {
    remote.commit({'replay-requests/broken.yaml': 'reason: none\n'})
    remote.git(['pull', '--quiet'], remote.checkout)
    write('replay-requests/new.yaml', request('13'))
    write(april, request('14'))

    const checked = await since()

    expect(checked.files).toEqual([april, 'replay-requests/new.yaml'])
    expect(told(checked)).toEqual([
      `${april} MONTH_OUT_OF_RANGE (error)`,
      'replay-requests/new.yaml MONTH_OUT_OF_RANGE (error)',
    ])
  })

  it('tells an overlap with a file that did not change at the one that did', async () => {
    write('replay-requests/a-first.yaml', request('3, 5'))

    const {problems} = await since()

    expect(problems).toMatchObject([{code: 'REQUESTS_OVERLAP', place: {file: 'replay-requests/a-first.yaml'}}])
    expect(problems[0]?.what).toContain(`also selected by "${march}"`)
  })

  it('goes by the merge base: what others changed in the meantime is not judged', async () => {
    remote.commit({'replay-requests/theirs.yaml': 'reason: none\n', [march]: request('13')})
    remote.git(['fetch', '--quiet', 'origin'], remote.checkout)

    const checked = await since()

    expect({files: checked.files, told: told(checked)}).toEqual({files: [], told: []})
  })

  it('takes line ends that git changed on the way for the same', async () => {
    write(march, request('3').replaceAll('\n', '\r\n'))

    expect((await since()).files).toEqual([])
  })

  it('judges the settings only when they changed', async () => {
    write('cqube-replay.yaml', 'pausd: true\n')

    const checked = await since()

    expect(checked.files).toEqual(['cqube-replay.yaml'])
    expect(told(checked)).toEqual(['cqube-replay.yaml SETTINGS_KEY_UNKNOWN (error)'])
  })
})

describe('a request that has run', () => {
  it('is told when it is edited to ask for something else', async () => {
    report(request('3'))
    write(march, request('5'))

    const checked = await since()

    expect(told(checked)).toEqual([`${march} REQUEST_RAN_EDITED (warning)`])
    expect(checked.problems[0]?.what).toBe(
      `Run ${runId} has deleted what this file asked for before the edit; what it asks for now is another request.`,
    )
  })

  it('is told when only its words are edited', async () => {
    report(request('3'))
    write(march, request('3', 'Another reason altogether'))

    const {problems} = await since()

    expect(problems).toMatchObject([{code: 'REQUEST_RAN_EDITED'}])
    expect(problems[0]?.what).toContain('nothing is deleted again')
    expect(problems[0]?.fix).toContain(`\`repeat_of: ${runId}\``)
  })

  it('is told when it is removed, though a copy under another blob was the one that ran', async () => {
    report(request('3', 'The same in other words'))
    write(march, null)

    expect(told(await since())).toEqual([`${march} REQUEST_RAN_REMOVED (warning)`])
  })

  it('is not told when it is renamed', async () => {
    report(request('3'))
    write(march, null)
    write('replay-requests/2021/march.yaml', request('3'))

    expect(told(await since())).toEqual([])
  })

  it('is looked for on the remote when that is asked for', async () => {
    report(request('3'))
    remote.git(['update-ref', '-d', 'refs/remotes/origin/replay-reports'], remote.checkout)
    write(march, null)

    const offline = await since()
    const fetched = await since('origin/main', {fetch: true})

    expect(offline.since).toMatchObject({areReportsKnown: false})
    expect(told(offline)).toEqual([])
    expect(told(fetched)).toEqual([`${march} REQUEST_RAN_REMOVED (warning)`])
  })
})

describe('a request that has not run', () => {
  it.each(['VOID', 'SUBMITTED'])('is withdrawn when it is removed, also after a deletion that is %s', async (state) => {
    report(request('3'), state)
    write(march, null)

    expect(told(await since())).toEqual([`${march} REQUEST_WITHDRAWN (note)`])
  })

  it('is withdrawn when the remote has no report yet', async () => {
    write(march, null)

    const checked = await since('origin/main', {fetch: true})

    expect(told(checked)).toEqual([`${march} REQUEST_WITHDRAWN (note)`])
  })

  it('is withdrawn whatever else the reports branch holds', async () => {
    const junk = {
      'replay-reports/2026/x/report.json': '{"runId": 1, "requests": 7, "deletions": [null]}',
      'replay-reports/2026/y/report.json': `not JSON, but ${blobId(request('3'))}`,
      'replay-reports/2026/z/report.json': `{"runId": "::error::", "requests": [{"blob": "${blobId(request('3'))}"}]}`,
    }
    report(request('4'), 'DONE', junk)
    write(march, null)

    expect(told(await since())).toEqual([`${march} REQUEST_WITHDRAWN (note)`])
  })
})

describe('a revision', () => {
  it.each(['nowhere', '--output=/tmp/x', '-h', '', 'HEAD:replay-requests', 'main\norigin'])(
    'that is no commit is refused: %j',
    async (revision) => {
      await expect(since(revision)).rejects.toMatchObject({code: 'REVISION_UNKNOWN'})
    },
  )

  it('may be a commit, a branch or HEAD', async () => {
    write('replay-requests/new.yaml', request('6'))

    for (const revision of ['HEAD', 'main', remote.git(['rev-parse', 'HEAD'], remote.checkout)]) {
      expect((await since(revision)).files).toEqual(['replay-requests/new.yaml'])
    }
  })

  it('without a common history is refused', async () => {
    remote.git(['checkout', '--quiet', '--orphan', 'other'], remote.checkout)
    remote.git(['commit', '--quiet', '--message', 'Another beginning'], remote.checkout)

    await expect(since()).rejects.toMatchObject({code: 'HISTORY_MISSING'})
  })

  it('of a shallow clone is refused with the reason, and taken when its history is there', async () => {
    const directory = join(remote.root, 'shallow')
    remote.git(['clone', '--quiet', '--depth=1', `file://${remote.remote}`, directory], remote.root)

    await expect(since('HEAD~1', {directory})).rejects.toThrow(/no commit "HEAD~1"\. The clone is shallow/)
    expect((await since('origin/main', {directory})).files).toEqual([])
  })

  it('needs a repository', async () => {
    const directory = join(remote.root, 'no-repository')
    mkdirSync(directory)

    await expect(since('main', {directory})).rejects.toMatchObject({code: 'NOT_A_REPOSITORY'})
  })
})
