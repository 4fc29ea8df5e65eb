import {execFileSync} from 'node:child_process'
import {createGitRequestSource} from '../src/adapters/git/request-source.ts'
import {postgresRequestMemory} from '../src/adapters/postgres/ledger-memory.ts'
import {createGitRemote} from '../test/support/git-remote.ts'
import type {BenchServer} from './database.ts'
import type {Figure} from './figures.ts'
import {alternate, timed} from './measure.ts'
import type {Scale} from './scale.ts'

const pendingFiles = 3

/** What `git fast-import` reads: one commit with many small requests in folders of a thousand. */
function manyRequests(files: number): string {
  const lines = ['commit refs/heads/main', 'committer Asha Rao <asha@example.org> 1790000000 +0530', 'data 4', 'Many']
  for (let n = 0; n < files; n++) {
    const text = `reason: request ${n}\n`
    lines.push(`M 100644 inline replay-requests/${Math.floor(n / 1000)}/request-${n}.yaml`, `data ${text.length}`, text)
  }
  return `${lines.join('\n')}\n`
}

/** Finds the files that no run has settled among many that were: the branch is listed and held against the ledger. */
export async function measurePending(
  server: BenchServer,
  {repetitions, requestFiles}: Scale,
): Promise<readonly Figure[]> {
  const remote = createGitRemote()
  const template = await server.template([])
  try {
    const input = manyRequests(requestFiles)
    execFileSync('git', ['fast-import', '--quiet', '--force'], {cwd: remote.remote, input, stdio: 'pipe'})
    const source = createGitRequestSource({
      directory: remote.checkout,
      settings: remote.settings,
      requestsDirectory: 'replay-requests',
      environment: remote.environment,
    })
    const head = await source.fetch()
    const {files} = await source.list(head)
    return await template.onCopy(async (database) => {
      const memory = postgresRequestMemory(database)
      const settled = files.slice(pendingFiles)
      await database.query(
        `insert into cqube_replay.settled_file (path, blob, request_id)
           select path, blob, md5(path) from unnest($1::text[], $2::text[]) as f(path, blob)`,
        [settled.map(({path}) => path), settled.map(({blob}) => blob)],
      )
      await database.query('vacuum analyze cqube_replay.settled_file')
      let found = 0
      const ms = await alternate(2 * repetitions + 1, {
        list: () => timed(() => source.list(head)),
        lookup: () =>
          timed(async () => {
            found = (await memory.pendingFiles(files)).length
          }),
      })
      if (found !== pendingFiles) throw new Error(`${found} files are pending instead of ${pendingFiles}.`)
      return [
        {
          server: server.title,
          what: `the pending ones among ${requestFiles} request files`,
          times: [
            {name: 'git', ms: ms.list},
            {name: 'ledger', ms: ms.lookup},
          ],
          value: ms.list + ms.lookup,
          unit: 'ms' as const,
          target: {atMost: 1000},
        },
      ]
    })
  } finally {
    await template.drop()
    remote.remove()
  }
}
