import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {hostname, tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {lockStateFolder} from '../../../src/adapters/local-directory/folder-lock.ts'
import {makeStateFolder, openDaemonMemory} from '../../../src/adapters/local-directory/daemon-memory.ts'

let [root, folder] = ['', '']
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'cqube-replay-state-'))
  folder = join(root, 'below', 'state')
  await makeStateFolder(folder)
})
afterEach(() => {
  rmSync(root, {recursive: true, force: true})
})

const lockPath = (): string => join(folder, 'lock')
const lock = (): Promise<() => Promise<void>> => lockStateFolder(folder, systemClock)

/** A lock that another process left, this long ago. */
function leftLock(holder: {readonly host: string; readonly pid: number}, silentSeconds: number): void {
  writeFileSync(lockPath(), JSON.stringify({...holder, since: '2026-11-24T10:00:00.000Z'}))
  const at = Date.now() / 1000 - silentSeconds
  utimesSync(lockPath(), at, at)
}

/** The id of a process that ended just now. */
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

describe('the lock of a state folder', () => {
  it('is held once, and free after its release', async () => {
    const release = await lock()

    await expect(lock()).rejects.toMatchObject({code: 'STATE_IN_USE'})
    await release()
    const again = await lock()
    await again()

    expect(existsSync(lockPath())).toBe(false)
  })

  it('is taken over at once from a process of this machine that is gone', async () => {
    leftLock({host: hostname(), pid: deadProcess()}, 1)

    const release = await lock()

    expect(JSON.parse(readFileSync(lockPath(), 'utf8'))).toMatchObject({pid: process.pid})
    await release()
  })

  it.each([
    {whose: 'a living process of this machine', host: hostname(), pid: process.ppid, silentSeconds: 60},
    {whose: 'a process of another machine that was heard a minute ago', host: 'other', pid: 7, silentSeconds: 60},
    {whose: 'another container of the same name', host: hostname(), pid: process.pid, silentSeconds: 30},
  ])('is left to $whose', async ({host, pid, silentSeconds}) => {
    leftLock({host, pid}, silentSeconds)

    await expect(lock()).rejects.toMatchObject({code: 'STATE_IN_USE'})

    expect(JSON.parse(readFileSync(lockPath(), 'utf8'))).toMatchObject({host, pid})
  })

  it.each([
    {whose: 'another machine that was silent for five minutes', host: 'other', pid: 7, silentSeconds: 301},
    {whose: 'a process whose id somebody else has by now', host: hostname(), pid: process.ppid, silentSeconds: 301},
    {whose: 'the container that ran before this one', host: hostname(), pid: process.pid, silentSeconds: 61},
  ])('is taken over from $whose', async ({host, pid, silentSeconds}) => {
    leftLock({host, pid}, silentSeconds)

    const release = await lock()
    await release()

    expect(existsSync(lockPath())).toBe(false)
  })

  it('that is cut short is left for five minutes', async () => {
    writeFileSync(lockPath(), '{"ho')

    await expect(lock()).rejects.toMatchObject({code: 'STATE_IN_USE'})
  })

  it('of a dead process is won by one of many that find it at once', async () => {
    leftLock({host: hostname(), pid: deadProcess()}, 1)

    const ends = await Promise.allSettled(Array.from({length: 20}, lock))

    expect(ends.filter(({status}) => status === 'fulfilled')).toHaveLength(1)
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({code: 'STATE_IN_USE'})
    expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'lock'])
  })
})

describe('the state of a daemon', () => {
  it('is the same for the next one', async () => {
    const first = await openDaemonMemory(folder)
    await first.change({handledUntil: '2026-11-24T16:30:00.000Z'})
    await first.change({commits: {main: 'c0ffee'}})

    const next = await openDaemonMemory(folder)

    expect(next.state()).toEqual({
      handledUntil: '2026-11-24T16:30:00.000Z',
      lastTick: null,
      startTimes: null,
      commits: {main: 'c0ffee'},
      plannedHeads: {},
    })
    expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'state.json'])
  })

  it('that cannot be written is told, and known until the end of the process', async () => {
    const memory = await openDaemonMemory(folder)
    rmSync(folder, {recursive: true})

    await expect(memory.change({commits: {main: 'c0ffee'}})).rejects.toMatchObject({code: 'STATE_NOT_WRITTEN'})

    expect(memory.state().commits).toEqual({main: 'c0ffee'})
  })
})
