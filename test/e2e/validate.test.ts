import {mkdtempSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {start} from '../support/command-line.ts'

let folder: string
const run = async (...words: readonly string[]) => start(words, folder, {PATH: process.env['PATH']}).ended
const write = (path: string, text: string): void => {
  writeFileSync(join(folder, path), text)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cqube-replay-'))
  mkdirSync(join(folder, 'replay-requests', 'examples'), {recursive: true})
})
afterEach(() => {
  rmSync(folder, {recursive: true, force: true})
})

const good = 'reason: March was emitted twice by a district\nreplay:\n  crc: {year: 2021, months: [03]}\n'
const contract = 'expect: {planned_at: 2026-11-24T10:15:00+05:30, ledger: 7c1e, rows: {crc: 12}}\n'

describe('cqube-replay validate', () => {
  it('needs no database, no git and no settings file', async () => {
    write('replay-requests/march.yaml', good + contract)

    const {exitCode, stdout, stderr} = await run('validate')

    expect(stdout).toBe('There is no cqube-replay.yaml; its defaults are used.\n1 file checked: no problems.\n')
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
  })

  it('shows every mistake of requests and settings', async () => {
    write('cqube-replay.yaml', 'pausd: true\n')
    write('replay-requests/a.yaml', good)
    write('replay-requests/b.yaml', `${good.replace('[03]', '[03, 13]').replace('2021', '2020')}${contract}`)

    const {exitCode, stdout} = await run('validate')

    expect(stdout).toMatchInlineSnapshot(`
      "cqube-replay.yaml:1:1 at /pausd
        SETTINGS_KEY_UNKNOWN: There is no key "pausd" here; did you mean \`paused\`?
        Fix: Write \`paused\`, or remove the key.

      replay-requests/a.yaml:1:1 at /expect
        EXPECT_MISSING (warning): The request has no row contract \`expect\`, without which a run refuses it under the default settings.
        Fix: Run \`cqube-replay plan --write\` on the file: it counts the rows and writes \`expect\`.

      replay-requests/b.yaml:3:34 at /replay/crc/months/1
        MONTH_OUT_OF_RANGE: "13" is not a month; months run from "01" to "12".
        Fix: Write the month as "01" … "12".

      3 files checked: 2 errors, 1 warning.
      "
    `)
    expect(exitCode).toBe(1)
  })

  it('leaves examples out unless they are named', async () => {
    write('replay-requests/examples/wrong.yaml', 'reason: none\n')

    const all = await run('validate')
    const named = await run('validate', 'replay-requests/examples/wrong.yaml')

    expect(all.stdout).toContain('There is no request file in replay-requests.\n0 files checked')
    expect(named.stdout).toContain('replay-requests/examples/wrong.yaml:1')
    expect([all.exitCode, named.exitCode]).toEqual([0, 1])
  })

  it('takes paths from the folder that it is started in, and reports them from the root', async () => {
    write('cqube-replay.yaml', '')
    write('replay-requests/march.yaml', 'reason: none\n')

    const {stdout} = await run('-C', 'replay-requests', 'validate', 'march.yaml')

    expect(stdout).toContain('replay-requests/march.yaml:1:9 at /reason')
  })

  it('writes one JSON object for machines', async () => {
    write('replay-requests/march.yaml', good)

    const {stdout, stderr} = await run('validate', '--json')

    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'validate',
      files: ['replay-requests/march.yaml'],
      errors: 0,
      warnings: 1,
      problems: [{code: 'EXPECT_MISSING', severity: 'warning', place: {file: 'replay-requests/march.yaml', line: 1}}],
    })
    expect(stderr).toBe('')
    expect((await run('validate', '--format', 'json')).stdout).toBe(stdout)
  })

  it('says in one sentence what is wrong with a path', async () => {
    const {exitCode, stdout, stderr} = await run('validate', 'nowhere.yaml')

    expect(stderr).toMatchInlineSnapshot(`
      "FILE_UNREADABLE: nowhere.yaml: there is no such file, and no folder with request files.
      Fix: Check the path and the rights of the file.
      "
    `)
    expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''})
  })
})

describe('a mistake on the command line', () => {
  it.each([
    ['validate', '--frob'],
    ['validte'],
    ['plan', '--json=yes'],
    ['validate', '--format', 'xml'],
    ['db', 'catalogue', 'apply'],
    ['-C', 'nowhere', 'validate'],
  ])('is told in a line or two: %s %s %s', async (...words: readonly string[]) => {
    const {exitCode, stdout, stderr} = await run(...words)

    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^(USAGE|FILE_UNREADABLE): [^\n]+\n(Fix: [^\n]+\n)?$/)
  })

  it('is an object for machines', async () => {
    const {stdout} = await run('validate', '--json', '--frob')

    expect(JSON.parse(stdout)).toMatchObject({version: 1, command: 'error', code: 'USAGE', exitCode: 1})
  })
})

describe('the help', () => {
  it('shows commands, examples and exit codes', async () => {
    const {exitCode, stdout} = await run('--help')

    expect(stdout).toMatchInlineSnapshot(`
      "Usage: cqube-replay [options] [command]

      Deletes slices of cQube data once, as reviewed requests in Git ask for it.

      Options:
        -V, --version                   output the version number
        --json                          write one JSON object to standard output, and
                                        nothing else there
        -C, --directory <folder>        act as if started in this folder
        -h, --help                      display help for command

      Commands:
        init [options] [folder]         make a folder an operator's repository:
                                        settings, requests, schemas, workflows;
                                        changes no file that is there
        settings [options]              show every setting that is in force, and where
                                        it was said; no password
        doctor                          check database, rights, ledger, remote and
                                        disks, each with its fix; changes nothing
        completion <shell>              print the script that lets a shell complete
                                        commands, options and files
        options [options] [sources...]  list what the database holds that a request
                                        can select; changes nothing
        new [options]                   write a request file: asks on a terminal, else
                                        goes by flags; deletes nothing
        validate [options] [paths...]   check request files and settings; needs no
                                        database
        plan [options] [paths...]       count what requests would delete; changes
                                        nothing in the database
        run [options] [files...]        delete what the requests on the protected
                                        branch ask for, and report it
        pause [options]                 refuse every start of a run until \`resume\`
        resume                          lift the pause
        daemon [options]                start runs by the schedule in the settings of
                                        the protected branch, until it is stopped
        status                          show what is pending, running and awaited, and
                                        who is active
        history [options]               show past runs, newest first, and what they
                                        add up to
        explain [run]                   tell the story of one run in plain words
        demo [options]                  show a whole replay, with a PostgreSQL, a
                                        remote and data of its own, in a new folder
        archive                         deleted rows that are kept for a while: see,
                                        export or drop them
        nifi                            install, look at, trigger or remove the flow
                                        in NiFi that deletes
        db                              install and look after the ledger; for
                                        administrators of the database
        help [command]                  display help for command

      Examples:
        $ cqube-replay init                           make a folder an operator's repository
        $ cqube-replay doctor                         see whether everything is ready
        $ cqube-replay options student_attendance     what the database holds
        $ cqube-replay new                            write a request: it asks what is to be replayed
        $ cqube-replay validate                       check what you wrote
        $ cqube-replay plan --write                   count the rows, write them into the requests
        $ cqube-replay run                            delete, archive, report: what a schedule calls
        $ cqube-replay status                         what is pending, what ran

      The database is named by DATABASE_URL or by PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD.
      Settings are in cqube-replay.yaml at the root of the repository.

      Exit codes:
         0  done, or nothing to do
         1  problems in request files, settings or the command line
         2  refused: limits, row contract, pause
         3  database, git or emission store failed; safe to repeat
         4  stopped half-way; the next run resumes
         5  deleted and recorded in the database, report not pushed yet
         6  another runner is active
        70  a mistake of this program
      "
    `)
    expect(exitCode).toBe(0)
  })

  it.each([
    'validate',
    'plan',
    'run',
    'status',
    'pause',
    'resume',
    'db',
    'db migrate',
    'db grants',
    'db catalogue apply',
  ])('of %s has examples', async (command) => {
    const {exitCode, stdout} = await run(...command.split(' '), '--help')

    expect(stdout).toContain(`Usage: cqube-replay ${command}`)
    expect(stdout).toMatch(/Examples:\n {2}\$ /)
    expect(exitCode).toBe(0)
  })

  it('is shown on standard error when no command is given', async () => {
    const {exitCode, stdout, stderr} = await run()

    expect({exitCode, stdout}).toEqual({exitCode: 1, stdout: ''})
    expect(stderr).toContain('Usage: cqube-replay')
  })
})
