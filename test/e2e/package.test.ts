import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'

let folder: string
let log: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cqube-replay-package-'))
  const run = (command: string, args: readonly string[], directory: string): string =>
    execFileSync(command, args, {cwd: directory, encoding: 'utf8', stdio: 'pipe'})
  // The build is there; what is left out of `files` is what this test is about.
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], process.cwd())
  const [tarball = ''] = readdirSync(folder)
  const quiet = ['--ignore-scripts', '--omit=optional', '--prefer-offline', '--no-audit', '--no-fund']
  log = run('npm', ['install', `./${tarball}`, ...quiet], folder)
}, 240_000)
afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

const cqubeReplay = (...words: readonly string[]): string =>
  execFileSync('npx', ['--no-install', 'cqube-replay', ...words], {cwd: folder, encoding: 'utf8', stdio: 'pipe'})

it('works from the packed file in an empty folder', () => {
  mkdirSync(join(folder, 'replay-requests'))
  const request = 'reason: March was emitted twice by a district\nreplay:\n  crc: {year: 2021, months: [03]}\n'
  writeFileSync(join(folder, 'replay-requests', 'march.yaml'), request)

  const stdout = cqubeReplay('validate')

  expect(log).toContain('added')
  expect(stdout).toContain('1 file checked: 1 warning.')
})

it('has the clients of database and git', () => {
  expect(() => cqubeReplay('status')).toThrow(/DATABASE_UNREACHABLE|LEDGER_MISSING|DATABASE_FAILED/)
})

it("makes an operator's repository that it has nothing against", () => {
  cqubeReplay('init', 'replays')

  expect(cqubeReplay('-C', 'replays', 'validate', 'replay-requests/examples')).toContain(
    '11 files checked: no problems.',
  )
  expect(cqubeReplay('completion', 'bash')).toContain('complete -F _cqube_replay cqube-replay')
})
