import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {flowNames} from '../../src/core/nifi/flow-names.ts'
import {startFakeNifi, type FakeNifi} from '../fakes/nifi-server.ts'
import {createSite, start, type Ended, type Site} from '../support/command-line.ts'

let site: Site
let nifi: FakeNifi
beforeAll(async () => {
  site = await createSite()
})
afterAll(() => site.remove())
afterEach(() => nifi.close())

async function open(): Promise<void> {
  nifi = await startFakeNifi({version: '2.6.0'})
  site.write(
    'cqube-replay.yaml',
    `git: {protocols: [file]}\nengine: nifi\nnifi: {address: "${nifi.address}", trigger: schedule}\n`,
  )
}
const run = (...words: readonly string[]): Promise<Ended> =>
  start(words, site.remote.checkout, {...site.environment, CQUBE_REPLAY_NIFI_DATABASE_PASSWORD: 'canary'}).ended

describe('the flow in NiFi', () => {
  it('is installed, looked at, triggered and removed', async () => {
    await open()

    const planned = await run('nifi', 'install', '--dry-run')
    const installed = await run('nifi', 'install', '--json')
    const again = await run('nifi', 'install')
    const triggered = await run('nifi', 'trigger')
    const status = await run('nifi', 'status')
    const asked = await run('nifi', 'uninstall')
    const removed = await run('nifi', 'uninstall', '--yes', 'cqube-replay')

    expect([planned, installed, again, triggered, status, removed].map(({exitCode}) => exitCode)).toEqual([
      0, 0, 0, 0, 0, 0,
    ])
    expect(planned.stdout).toContain('To do in the group "cqube-replay" of NiFi 2.6.0')
    expect(JSON.parse(installed.stdout)).toMatchObject({
      version: 1,
      command: 'nifi install',
      nifiVersion: '2.6.0',
      isAnswered: true,
      runs: true,
      isDry: false,
    })
    expect(again.stdout).toMatch(/^Nothing is to be done/)
    expect(triggered.stdout).toContain('The flow runs by itself, as before.')
    expect(status.stdout).toContain('Nothing is wrong.')
    expect(asked).toMatchObject({exitCode: 1, stdout: ''})
    expect(asked.stderr).toContain('USAGE: Nobody is there to confirm it, so nothing was removed.')
    expect(removed.stdout).toMatch(/^Removed from NiFi at .*: the group .* and the parameter context/)
    expect(nifi.model.groups.size).toBe(1)
    for (const {stdout, stderr} of [planned, installed, again, status]) expect(stdout + stderr).not.toContain('canary')
  })

  it('that is in trouble ends the look with exit code 2', async () => {
    await open()
    await run('nifi', 'install')
    nifi.processor(flowNames.processors.ask).state = 'DISABLED'

    const {exitCode, stdout} = await run('nifi', 'status', '--json')

    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'nifi status',
      nifiVersion: '2.6.0',
      exitCode: 2,
      isHeldUp: true,
    })
  })
})
