import {execFileSync} from 'node:child_process'
import {expect, test} from 'vitest'
import {parseTree} from '../../../src/adapters/git/blobs.ts'
import {createGitRequestSource} from '../../../src/adapters/git/request-source.ts'
import {createGitRemote} from '../../support/git-remote.ts'

const files = 100_000
const slowestMs = 5_000

/** What `git fast-import` reads: one commit with many small requests in folders of a thousand. */
function manyRequests(): string {
  const lines = ['commit refs/heads/main', 'committer Asha Rao <asha@example.org> 1790000000 +0530', 'data 4', 'Many']
  for (let n = 0; n < files; n++) {
    const text = `reason: request ${n}\n`
    lines.push(`M 100644 inline replay-requests/${Math.floor(n / 1000)}/request-${n}.yaml`, `data ${text.length}`, text)
  }
  return `${lines.join('\n')}\n`
}

test(`${files} requests are listed, and read by one process, in moments`, async () => {
  const remote = createGitRemote()
  execFileSync('git', ['fast-import', '--quiet', '--force'], {cwd: remote.remote, input: manyRequests(), stdio: 'pipe'})
  const source = createGitRequestSource({
    directory: remote.checkout,
    settings: remote.settings,
    requestsDirectory: 'replay-requests',
    environment: remote.environment,
  })
  const head = await source.fetch()
  const startedAt = performance.now()

  const {files: listed} = await source.list(head)
  const listedAt = performance.now()
  const bytes = await source.read(listed.map(({blob}) => blob))
  const readAt = performance.now()
  const raw = execFileSync('git', ['ls-tree', '-r', '-z', head], {cwd: remote.remote, maxBuffer: 1e9, encoding: 'utf8'})
  const gitAloneAt = performance.now()
  parseTree(raw)
  const parsedAt = performance.now()

  process.stderr.write(
    `${files} files: list ${Math.round(listedAt - startedAt)} ms (git alone ${Math.round(gitAloneAt - readAt)}, ` +
      `parsing ${Math.round(parsedAt - gitAloneAt)}), read ${Math.round(readAt - listedAt)} ms\n`,
  )
  remote.remove()
  expect(listed).toHaveLength(files)
  expect(bytes.size).toBe(files)
  expect(readAt - startedAt).toBeLessThan(slowestMs)
})
