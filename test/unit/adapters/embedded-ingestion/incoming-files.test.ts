import {appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createLocalIncomingFiles} from '../../../../src/adapters/embedded-ingestion/incoming-files.ts'
import {ReplayError} from '../../../../src/core/replay-error.ts'
import {zipped} from '../../../support/incoming.ts'

describe('files of an emission store', () => {
  let directory: string
  let whileAsleep: () => void
  const clock = {
    now: () => new Date(),
    sleep: async () => {
      whileAsleep()
    },
  }
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cqube-replay-incoming-'))
    mkdirSync(join(directory, 'pat'))
    whileAsleep = () => undefined
  })
  afterEach(() => {
    rmSync(directory, {recursive: true})
  })

  const files = () => createLocalIncomingFiles({directory, clock})
  const write = (name: string, content: string | Buffer, seconds = 60): void => {
    writeFileSync(join(directory, 'pat', name), content)
    const at = Date.now() / 1000 - seconds
    utimesSync(join(directory, 'pat', name), at, at)
  }
  const listed = async () => (await files().list(['pat', 'missing'])).map(({key}) => key)

  it('are plain files of the folders asked for, and none that is hidden', async () => {
    write('b.csv', 'b')
    write('a.zip', 'a')
    write('.c.csv', 'c')
    mkdirSync(join(directory, 'pat', 'folder.csv'))
    symlinkSync('/etc/hostname', join(directory, 'pat', 'link.csv'))

    expect(await listed()).toEqual(['pat/a.zip', 'pat/b.csv'])
  })

  it('are left out while they grow', async () => {
    write('old.csv', 'x', 60)
    write('new.csv', 'x', 0)
    write('growing.csv', 'x', 0)
    whileAsleep = () => {
      appendFileSync(join(directory, 'pat', 'growing.csv'), 'more')
    }

    expect(await listed()).toEqual(['pat/new.csv', 'pat/old.csv'])
  })

  it('are unpacked as they are read', async () => {
    const text = 'a|b\n'.repeat(200_000)
    write('a.zip', await zipped({'a.csv': text}))
    const [file] = await files().list(['pat'])
    if (file === undefined) throw new Error('none')

    const {chunks, bytes} = await files().open(file, 'zip')
    const read: Uint8Array[] = []
    for await (const chunk of chunks) read.push(chunk)

    expect(bytes).toBe(text.length)
    expect(read.length).toBeGreaterThan(5)
    expect(Buffer.concat(read).toString()).toBe(text)
  })

  it('that are gone are told with the key and the cause', async () => {
    const gone = {key: 'pat/gone.csv', bytes: 1, modifiedAt: new Date(0).toISOString()}

    const error = await files()
      .sha256(gone)
      .catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(ReplayError)
    expect(error).toMatchObject({
      code: 'EMISSION_FAILED',
      message: 'pat/gone.csv could not be read from the emission store (ENOENT).',
    })
    expect(await files().isUnchanged(gone)).toBe(false)
  })
})
