import {execFileSync} from 'node:child_process'
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join, relative} from 'node:path'
import {afterAll, beforeAll, describe, expect, inject, it} from 'vitest'

const built = dirname(inject('actionFile'))
const files = ['LICENSES.txt', 'index.js', 'package.json']

/** Of the index, since a build may have written to the folder meanwhile; null where it lacks the file. */
function committed(name: string): Buffer | null {
  try {
    return execFileSync('git', ['show', `:dist/${name}`], {stdio: 'pipe', maxBuffer: 10_000_000})
  } catch {
    return null
  }
}

/** Folders of the packages that the product brings along, each with those inside of it, from the root of the checkout. */
const ownPackages = (): string[] =>
  execFileSync('npm', ['ls', '--all', '--omit=dev', '--omit=optional', '--parseable'], {encoding: 'utf8'})
    .split('\n')
    .map((path) => relative(process.cwd(), path))
    .filter((path) => path.startsWith('node_modules/') && !path.includes('/node_modules/'))

describe('the bundle of the Action', () => {
  it('is nothing but its three files', () => {
    expect(readdirSync(built).sort()).toEqual(files)
  })

  it.each(files)('is committed as this source makes it: %s', (name) => {
    const bytes = committed(name)

    // Not toEqual: a difference of megabytes would be printed.
    const isSame = bytes?.equals(readFileSync(join(built, name))) === true
    expect(isSame, `dist/${name} is older than the source: npm run build, and commit it`).toBe(true)
  })

  it('has at most 4 MB', () => {
    const bytes = files.map((name) => statSync(join(built, name)).size).reduce((sum, size) => sum + size)

    expect(bytes).toBeLessThan(4_000_000)
  })

  it.each(files)('says nothing of the machine that made it: %s', (name) => {
    const text = readFileSync(join(built, name), 'utf8')

    for (const place of [process.cwd(), homedir() === '/root' ? '/root/.' : homedir(), tmpdir()]) {
      expect(text.includes(`${place}/`), place).toBe(false)
    }
  })

  it('names every package in it with the text of its licence', () => {
    const licences = readFileSync(join(built, 'LICENSES.txt'), 'utf8')
    // Modules of this kind keep their path; of the others a few are named here.
    const paths = readFileSync(join(built, 'index.js'), 'utf8').matchAll(/"node_modules\/((?:@[^/"]+\/)?[^/"]+)\//g)
    const names = new Set([...paths].map(([, name = '']) => name))

    expect(names.size).toBeGreaterThan(10)
    for (const name of [...names, '@actions/core', '@octokit/request', '@aws-sdk/nested-clients', 'yaml', 'pgpass']) {
      const title = new RegExp(
        `^${name} \\d+\\.\\d+\\.\\d+\\S* \\((MIT|ISC|Apache-2\\.0|0BSD|BSD-[23]-Clause)\\)$`,
        'm',
      )
      expect(title.test(licences), name).toBe(true)
    }
    for (const part of licences.split(`\n${'-'.repeat(80)}\n`)) {
      expect(/permission|licensed|redistribution/i.test(part), part.slice(0, 200)).toBe(true)
    }
  })
})

describe('a checkout at another place', () => {
  let place: string
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'cqube-replay elsewhere-'))
    const sources = [
      'src',
      'schemas',
      'scripts',
      'templates',
      'nifi',
      'replay-requests',
      'package.json',
      'tsconfig.json',
    ]
    for (const path of [...sources, ...ownPackages()]) {
      cpSync(path, join(place, path), {recursive: true})
    }
    for (const path of ['node_modules/esbuild', 'node_modules/@esbuild']) {
      symlinkSync(join(process.cwd(), path), join(place, path))
    }
  })
  afterAll(() => {
    rmSync(place, {recursive: true, force: true})
  })

  it('makes the same bytes', () => {
    execFileSync(process.execPath, [join(place, 'scripts/build-action.mjs')], {cwd: place, stdio: 'pipe'})

    expect(existsSync(join(place, 'dist/index.js'))).toBe(true)
    for (const name of files) {
      const isSame = readFileSync(join(place, 'dist', name)).equals(readFileSync(join(built, name)))
      expect(isSame, name).toBe(true)
    }
  })
})
