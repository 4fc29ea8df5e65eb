import {createHash} from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createExportPlace} from '../../../src/adapters/local-directory/export-place.ts'
import {failureOf} from '../../integration/postgres/submitted-deletion.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
async function* chunks(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(bytes(text))
}
async function* failing(): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes('half'))
  throw new Error('the source failed')
}

describe('a place that archived rows are exported to', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'export-place-'))
  })
  afterEach(() => {
    rmSync(folder, {recursive: true})
  })

  it('has its name only when all is written, and no other user reads it at any time', async () => {
    const path = join(folder, 'run')
    const place = await createExportPlace(path, null)

    const written = await place.write('a.csv', chunks('a,b\n', '1,2\n'))

    const [hidden = ''] = readdirSync(folder)
    expect(existsSync(path)).toBe(false)
    expect(hidden).toMatch(/^\.run\.partial-[0-9a-f]{12}$/)
    expect([statSync(join(folder, hidden)).mode & 0o777, statSync(join(folder, hidden, 'a.csv')).mode & 0o777]).toEqual(
      [0o700, 0o600],
    )
    await place.finish()
    expect(readdirSync(folder)).toEqual(['run'])
    expect(written).toEqual({bytes: 8, sha256: createHash('sha256').update('a,b\n1,2\n').digest('hex')})
    expect(readFileSync(join(path, 'a.csv'), 'utf8')).toBe('a,b\n1,2\n')
  })

  it('leaves nothing when it is abandoned, also after a write that failed half-way', async () => {
    const place = await createExportPlace(join(folder, 'run'), null)

    const failure = await failureOf(place.write('a.csv', failing()))
    await place.abandon()

    expect(failure).toMatchObject({code: 'EXPORT_FAILED'})
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    [
      'a folder with something in it',
      (path: string) => {
        mkdirSync(path)
        writeFileSync(join(path, 'mine'), 'mine')
      },
    ],
    [
      'a file',
      (path: string) => {
        writeFileSync(path, 'mine')
      },
    ],
    [
      'a link that leads nowhere',
      (path: string) => {
        symlinkSync('/nowhere', path)
      },
    ],
  ])('does not replace %s that came meanwhile', async (_, make) => {
    const path = join(folder, 'run')
    const place = await createExportPlace(path, null)
    await place.write('a.csv', chunks('x'))
    make(path)
    const kind = () => readdirSync(folder).filter((name) => !name.startsWith('.'))

    const failure = await failureOf(place.finish())
    await place.abandon()

    expect(failure).toMatchObject({
      code: 'EXPORT_FAILED',
      message: `${path} exists already and is not replaced; nothing was exported.`,
    })
    expect(kind()).toEqual(['run'])
  })

  it('names what an export that was killed left half-written', async () => {
    const killed = await createExportPlace(join(folder, 'run'), null)
    await killed.write('a.csv', chunks('x'))
    const [left = ''] = readdirSync(folder)

    const place = await createExportPlace(join(folder, 'run'), null)
    const other = await createExportPlace(join(folder, 'other'), null)

    expect(place.leftovers).toEqual([join(folder, left)])
    expect([killed.leftovers, other.leftovers]).toEqual([[], []])
  })

  it('of one file and its manifest gives both their names, or neither', async () => {
    const path = join(folder, 'rows.csv')
    const place = await createExportPlace(path, ['rows.csv', 'rows.csv.manifest.json'])
    await place.write('rows.csv', chunks('x'))
    await place.write('rows.csv.manifest.json', chunks('{}'))
    writeFileSync(`${path}.manifest.json`, 'mine')

    const failure = await failureOf(place.finish())
    await place.abandon()

    expect(failure).toMatchObject({code: 'EXPORT_FAILED'})
    expect(readdirSync(folder)).toEqual(['rows.csv.manifest.json'])
    expect(readFileSync(`${path}.manifest.json`, 'utf8')).toBe('mine')
  })
})
