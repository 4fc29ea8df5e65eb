import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createLocalEmissionStore} from '../../../src/adapters/local-directory/emission-store.ts'
import {mountSmallDisk} from '../../support/small-disk.ts'

const key = 'cqube_replay/20261101T163000Z-4f2a_01.json'

let directory: string
const unmounts: (() => void)[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cqube-replay-emission-'))
})
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount()
  rmSync(directory, {recursive: true, force: true})
})

function smallDisk(): string | null {
  const disk = mountSmallDisk(directory)
  if (disk !== null) unmounts.push(disk.unmount)
  return disk?.path ?? null
}

describe('a local emission directory', () => {
  test('holds nothing but the document', async () => {
    const store = createLocalEmissionStore({directory})

    await store.create(key, Buffer.from('{}'))

    expect(readdirSync(directory, {recursive: true}).toSorted()).toEqual(['cqube_replay', key])
  })

  test('keeps neither document nor temporary file when the disk is full', async ({skip}) => {
    const disk = smallDisk()
    if (disk === null) return skip('no right to mount a tmpfs')
    const store = createLocalEmissionStore({directory: disk})

    const attempt = store.create(key, Buffer.alloc(256 * 1024, 'x'))

    await expect(attempt).rejects.toMatchObject({code: 'EMISSION_FAILED'})
    const failure: unknown = await attempt.catch((error: unknown) => error)
    expect((failure as Error).message.replaceAll(disk, '/emission')).toMatchInlineSnapshot(
      `"/emission/cqube_replay/20261101T163000Z-4f2a_01.json: the document was not written safely (ENOSPC: the disk is full). Nothing is left there."`,
    )
    expect(readdirSync(join(disk, 'cqube_replay'))).toEqual([])
  })

  test('takes the same document once there is room again', async ({skip}) => {
    const disk = smallDisk()
    if (disk === null) return skip('no right to mount a tmpfs')
    const store = createLocalEmissionStore({directory: disk})
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(60 * 1024))
    const document = Buffer.alloc(32 * 1024, 'x')
    await store.create(key, document).catch(() => undefined)
    rmSync(join(disk, 'ballast'))

    const outcome = await store.create(key, document)

    expect(outcome).toBe('created')
  })

  test('does not follow a symbolic link out of itself', async () => {
    const outside = join(directory, 'outside')
    const inside = join(directory, 'inside')
    mkdirSync(outside)
    mkdirSync(inside)
    symlinkSync(outside, join(inside, 'cqube_replay'))

    const attempt = createLocalEmissionStore({directory: inside}).create(key, Buffer.from('{}'))

    await expect(attempt).rejects.toMatchObject({code: 'EMISSION_FAILED'})
    expect(readdirSync(outside)).toEqual([])
  })

  test('may itself be reached by a symbolic link', async () => {
    mkdirSync(join(directory, 'real'))
    symlinkSync(join(directory, 'real'), join(directory, 'link'))

    const outcome = await createLocalEmissionStore({directory: join(directory, 'link')}).create(key, Buffer.from('{}'))

    expect(outcome).toBe('created')
  })

  test('says so when a part of the path is a file', async () => {
    writeFileSync(join(directory, 'cqube_replay'), '')

    const attempt = createLocalEmissionStore({directory}).create(key, Buffer.from('{}'))

    await expect(attempt).rejects.toMatchObject({code: 'EMISSION_FAILED'})
  })

  test('never takes what a killed process left for a document', async () => {
    mkdirSync(join(directory, 'cqube_replay'))
    writeFileSync(join(directory, 'cqube_replay', '.tmp-0123'), '{"half":')
    const store = createLocalEmissionStore({directory})

    const outcome = await store.create(key, Buffer.from('{}'))

    expect(outcome).toBe('created')
    await expect(store.read('cqube_replay/.tmp-0123')).rejects.toMatchObject({code: 'EMISSION_FAILED'})
  })

  test('says so when the disk is read-only', async ({skip}) => {
    const disk = smallDisk()
    if (disk === null) return skip('no right to mount a tmpfs')
    execFileSync('mount', ['-o', 'remount,ro', disk])

    const attempt = createLocalEmissionStore({directory: disk}).create(key, Buffer.from('{}'))

    await expect(attempt).rejects.toThrow('EROFS')
  })
})
