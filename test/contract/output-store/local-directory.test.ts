import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createLocalOutputStore} from '../../../src/adapters/local-directory/output-store.ts'
import {mountSmallDisk} from '../../support/small-disk.ts'

const march = 'attendance/2020-21/3/district.json'
const archived = `archive/run/${march}`

let root: string
let directory: string
const unmounts: (() => void)[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cqube-replay-outputs-'))
  directory = join(root, 'outputs')
  mkdirSync(directory)
})
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount()
  rmSync(root, {recursive: true, force: true})
})

const files = (folder: string): readonly string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

async function listed(prefix = ''): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const page of createLocalOutputStore({directory}).list(prefix)) keys.push(...page)
  return keys.sort()
}

describe('a local output directory', () => {
  test('holds nothing but the object', async () => {
    const store = createLocalOutputStore({directory})

    await store.replace(march, Buffer.from('{}'))
    await store.move(march, archived)

    expect(files(directory)).toEqual([archived])
  })

  test('does not take for an object what a killed process or a writer that is at work left', async () => {
    mkdirSync(join(directory, 'attendance'))
    for (const name of ['.tmp-0123', '.district.json', 'district.json']) {
      writeFileSync(join(directory, 'attendance', name), '{"half":')
    }

    const keys = await listed()

    expect(keys).toEqual(['attendance/district.json'])
  })

  test('neither lists nor moves nor writes behind a symbolic link', async () => {
    const outside = join(root, 'outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'district.json'), 'not ours')
    symlinkSync(outside, join(directory, 'attendance'))
    symlinkSync(join(outside, 'district.json'), join(directory, 'linked.json'))
    const store = createLocalOutputStore({directory})

    const attempts = [
      () => store.read('attendance/district.json'),
      () => store.replace('attendance/new.json', Buffer.from('{}')),
      () => store.move('attendance/district.json', 'archive/district.json'),
      () => store.move('linked.json', 'archive/linked.json'),
      () => store.read('linked.json'),
      () => listed('attendance/'),
    ]

    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({code: 'OUTPUT_FAILED'})
    expect(await listed()).toEqual([])
    expect(files(outside)).toEqual(['district.json'])
    expect(readFileSync(join(outside, 'district.json'), 'utf8')).toBe('not ours')
  })

  test('may itself be reached by a symbolic link', async () => {
    symlinkSync(directory, join(root, 'link'))
    const store = createLocalOutputStore({directory: join(root, 'link')})

    await store.replace(march, Buffer.from('{}'))

    expect(await listed()).toEqual([march])
  })

  test('replaces a symbolic link, not what it leads to', async () => {
    writeFileSync(join(root, 'other.json'), 'not ours')
    symlinkSync(join(root, 'other.json'), join(directory, 'comp_block.json'))
    const store = createLocalOutputStore({directory})

    await store.replace('comp_block.json', Buffer.from('ours'))

    expect(readFileSync(join(root, 'other.json'), 'utf8')).toBe('not ours')
    expect(readFileSync(join(directory, 'comp_block.json'), 'utf8')).toBe('ours')
  })

  test('says where the object is when it cannot be moved', async () => {
    const store = createLocalOutputStore({directory})
    await store.replace(march, Buffer.from('{}'))
    writeFileSync(join(directory, 'archive'), 'a file where a folder must be')

    const failure: unknown = await store.move(march, archived).catch((error: unknown) => error)

    expect((failure as Error).message.replaceAll(directory, '/outputs')).toMatchInlineSnapshot(
      `"/outputs/attendance/2020-21/3/district.json: the object was not moved to /outputs/archive/run/attendance/2020-21/3/district.json; it is at one of the two (ENOTDIR: a part of the path is a file)."`,
    )
    expect(existsSync(join(directory, march))).toBe(true)
  })

  test('keeps the old object, and nothing beside it, when the disk is full', async ({skip}) => {
    const disk = mountSmallDisk(root)
    if (disk === null) return skip('no right to mount a tmpfs')
    unmounts.push(disk.unmount)
    const store = createLocalOutputStore({directory: disk.path})
    await store.replace(march, Buffer.from('old'))

    const attempt = store.replace(march, Buffer.alloc(256 * 1024, 'x'))

    await expect(attempt).rejects.toThrow('the object was not written; what was there before still is (ENOSPC')
    expect(files(disk.path)).toEqual([march])
    expect(readFileSync(join(disk.path, march), 'utf8')).toBe('old')
  })

  test('leaves an object that was replaced while it was moved, and says so', async () => {
    const store = createLocalOutputStore({directory})
    await store.replace(march, Buffer.from('old'))
    mkdirSync(join(directory, 'archive/run/attendance/2020-21/3'), {recursive: true})
    linkSync(join(directory, march), join(directory, archived))
    await store.replace(march, Buffer.from('new'))

    const attempt = store.move(march, archived)

    await expect(attempt).rejects.toMatchObject({code: 'OUTPUT_CONFLICT'})
    expect(readFileSync(join(directory, march), 'utf8')).toBe('new')
    expect(readFileSync(join(directory, archived), 'utf8')).toBe('old')
  })
})
