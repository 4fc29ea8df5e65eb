import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as wait} from 'node:timers/promises'
import {build} from 'esbuild'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {indexedRuns, reportOf, reportsOf} from '../../contract/reports/finished-run.ts'

const kills = 20
const latestKillMs = 1_000
const hasSetsid = process.platform === 'linux'

let remote: GitRemote
let script: string
beforeAll(async () => {
  remote = createGitRemote()
  // The remote is another machine: killing our process group must not reach it.
  if (hasSetsid) remote.git(['config', 'remote.origin.receivepack', 'setsid -w git-receive-pack'], remote.checkout)
  script = join(remote.root, 'publish-once.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'publish-once.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {js: "import {createRequire} from 'node:module'\nconst require = createRequire(import.meta.url)"},
    logLevel: 'silent',
  })
})
afterAll(() => {
  remote.remove()
})

/** Starts a publisher and kills it, on Linux with every git that it started, after so many milliseconds. @returns what it said */
async function publishAndKill(runId: string, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, [script, JSON.stringify(remote), runId], {detached: true})
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  await Promise.race([wait(afterMs), closed])
  if (child.exitCode === null && child.pid !== undefined) process.kill(hasSetsid ? -child.pid : child.pid, 'SIGKILL')
  await closed
  return said
}

test(`a publisher killed at ${kills} moments leaves nothing that stops the next one`, async () => {
  let killed = 0
  const runs: string[] = []
  for (let n = 0; n < kills; n++) {
    const runId = `20261101T1630${10 + n}Z-dead`
    runs.push(runId)

    const said = await publishAndKill(runId, (n * latestKillMs) / kills)
    if (!said.includes('published')) killed++
    await reportsOf(remote).publish(reportOf(runId))

    expect(indexedRuns(remote)).toEqual(runs)
    expect(existsSync(join(remote.checkout, '.git/index.lock'))).toBe(false)
  }

  process.stderr.write(`${killed} of ${kills} publishers were killed before they were done.\n`)
  expect(killed).toBeGreaterThan(0)
  expect(Number(remote.git(['rev-list', '--count', 'refs/heads/replay-reports']))).toBe(kills)
  expect(remote.git(['status', '--porcelain'], remote.checkout)).toBe('')
  expect(remote.git(['fsck', '--strict', '--no-dangling'], remote.checkout)).toBe('')
}, 300_000)
