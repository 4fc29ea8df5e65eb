import {
  chmodSync,
  existsSync,
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
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {start} from '../support/command-line.ts'

let folder: string
const run = async (...words: readonly string[]) => start(words, folder, {PATH: process.env['PATH']}).ended
const requests = (name: string): string => join(folder, 'replay-requests', name)
const write = (name: string, text: string): void => {
  writeFileSync(requests(name), text)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cqube-replay-'))
  mkdirSync(requests('examples'), {recursive: true})
})
afterEach(() => {
  rmSync(folder, {recursive: true, force: true})
})

const request = (month: string): string =>
  `reason: March was emitted twice by a district\nreplay:\n  crc: {year: 2021, months: [${month}]}\n` +
  'expect: {planned_at: 2026-11-24T10:15:00+05:30, ledger: 7c1e, rows: {crc: 12}}\n'

describe('cqube-replay validate --format', () => {
  it.each(['pretty', 'json', 'sarif', 'github', 'gitlab'])('%s has the exit code of the problems', async (format) => {
    write('march.yaml', request('3'))
    const right = await run('validate', '--format', format)
    write('march.yaml', request('13'))
    const wrong = await run('validate', '--format', format)

    expect([right.exitCode, wrong.exitCode]).toEqual([0, 1])
    expect(wrong.stdout).toContain('MONTH_OUT_OF_RANGE')
    expect([right.stderr, wrong.stderr]).toEqual(['', ''])
  })

  it('github shows each problem at its line, and how many there are', async () => {
    write('march.yaml', request('13'))

    const {stdout} = await run('validate', '--format', 'github')

    expect(stdout).toMatchInlineSnapshot(`
      "::error file=replay-requests/march.yaml,line=3,col=30,title=MONTH_OUT_OF_RANGE%3A A month does not exist::"13" is not a month; months run from "01" to "12".%0AWrite the month as "01" … "12".
      There is no cqube-replay.yaml; its defaults are used.
      1 file checked: 1 error.
      "
    `)
  })

  it('github lets nothing of a request begin a command', async () => {
    const attack = '::error file=x::stolen'
    write('a\n::stop-commands::x.yaml', request('3'))
    write('march.yaml', `reason: "10 %\\n${attack}"\n"x\\n${attack}": 1\nreplay: {"\\n${attack}": {}}\n`)
    write('c.yaml', `reason: "\\r${attack}"\n`)
    write('b ##[set-env name=PATH].yaml', 'reason: &a "*a"\n')

    const {stdout} = await run('validate', '--format', 'github')

    const lines = stdout.trimEnd().split(/\r\n|\r|\n/)
    const commands = lines.slice(0, -2)
    expect(commands.length).toBeGreaterThan(4)
    for (const line of commands) expect(line).toMatch(/^::(error|warning|notice) file=replay-requests\/(a|b|c|march)/)
    expect(lines.slice(-2).join('\n')).toMatch(/^There is no cqube-replay\.yaml[^:]*\n4 files checked: [^:]*$/)
  })

  it('json gives problems of each weight', async () => {
    write('march.yaml', request('13'))

    const {stdout} = await run('validate', '--format', 'json')

    expect(JSON.parse(stdout)).toMatchObject({version: 1, errors: 1, warnings: 0, notes: 0, since: null})
  })
})

describe('cqube-replay validate --output', () => {
  it('puts the result into a file, whole, and says in a sentence what it is', async () => {
    write('march.yaml', request('13'))
    writeFileSync(join(folder, 'problems.sarif'), 'an older one')

    const {exitCode, stdout} = await run('validate', '--format', 'sarif', '--output', 'problems.sarif')

    expect({exitCode, stdout}).toEqual({
      exitCode: 1,
      stdout: 'There is no cqube-replay.yaml; its defaults are used.\n1 file checked: 1 error.\n',
    })
    const log = JSON.parse(readFileSync(join(folder, 'problems.sarif'), 'utf8')) as {version: string}
    expect(log.version).toBe('2.1.0')
    expect(readdirSync(folder).sort()).toEqual(['problems.sarif', 'replay-requests'])
  })

  it('leaves nothing where it cannot write', async () => {
    write('march.yaml', request('3'))

    const {exitCode, stderr} = await run('validate', '--format', 'gitlab', '--output', 'nowhere/report.json')

    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^FILE_UNREADABLE: .*nowhere\/report\.json: the file was not written \(ENOENT\)/)
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  })
})

describe('a file that no run would take', () => {
  it('is told with its reason', async () => {
    write('march.yaml', request('3'))
    write('March 2021.yaml', request('4'))
    write('may.yml.txt', request('5'))
    write('june.yaml', request('6'))
    chmodSync(requests('june.yaml'), 0o755)
    symlinkSync('march.yaml', requests('link.yaml'))
    write('README.md', 'How to')
    write('.gitattributes', '* text\n')

    const {exitCode, stdout} = await run('validate')

    expect(stdout).toMatchInlineSnapshot(`
      "replay-requests/March 2021.yaml:1:1
        FILE_NAME_REFUSED: Its name is not allowed: below the requests directory a name begins with a letter or a digit, goes on with letters, digits, ".", "_", "-" and "/", and ends in .yaml, .yml or .json.
        Fix: Rename the file.

      replay-requests/june.yaml:1:1
        FILE_IS_EXECUTABLE: It is executable (mode 100755); a request is an ordinary file.
        Fix: Run \`git update-index --chmod=-x\` on it and commit.

      replay-requests/link.yaml:1:1
        FILE_IS_LINK: It is a symbolic link and was not followed.
        Fix: Commit the request itself in its place.

      replay-requests/may.yml.txt:1:1
        FILE_PASSED_OVER (warning): It is not read: the name of a request ends in .yaml, .yml or .json.
        Fix: Rename the file if it is a request, or move it elsewhere.

      There is no cqube-replay.yaml; its defaults are used.
      3 files checked: 3 errors, 1 warning.
      "
    `)
    expect(exitCode).toBe(1)
  })

  it('is told when it is named, too', async () => {
    write('March 2021.yaml', request('4'))

    const {exitCode, stdout} = await run('validate', 'replay-requests/March 2021.yaml')

    expect(stdout).toContain('FILE_NAME_REFUSED')
    expect(exitCode).toBe(1)
  })

  it('is no matter of its mode where git was told that modes mean nothing', async () => {
    mkdirSync(join(folder, '.git'))
    writeFileSync(join(folder, '.git', 'config'), '[core]\n\tfilemode = false\n')
    write('june.yaml', request('6'))
    chmodSync(requests('june.yaml'), 0o777)

    const {exitCode, stdout} = await run('validate')

    expect(stdout).toContain('1 file checked: no problems.')
    expect(exitCode).toBe(0)
  })
})

describe('cqube-replay validate --changed-since', () => {
  it('says in a sentence what is missing', async () => {
    const {exitCode, stdout, stderr} = await run('validate', '--changed-since', 'main')

    expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''})
    expect(stderr).toMatch(/^NOT_A_REPOSITORY: .*\nFix: .*\n$/)
  })

  it('is what --fetch belongs to', async () => {
    const {exitCode, stderr} = await run('validate', '--fetch')

    expect(exitCode).toBe(1)
    expect(stderr).toContain('USAGE: `--fetch` belongs to `--changed-since`')
  })
})
