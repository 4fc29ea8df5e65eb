import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {start} from '../support/command-line.ts'

let folder: string
const environment = () => ({PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1'})
const run = async (...words: readonly string[]) => start(words, folder, environment()).ended
const shown = (text: string): string => text.replaceAll(folder, '/home/asha')

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cqube-replay-start-')))
})
afterEach(() => {
  rmSync(folder, {recursive: true, force: true})
})

describe('cqube-replay init', () => {
  it('leads from an empty folder to one that validate has nothing against', async () => {
    const made = await run('init', 'replays')
    const checked = await run('-C', 'replays', 'validate')

    expect(shown(made.stdout)).toMatchInlineSnapshot(`
      "Operator's repository in /home/asha/replays; it is a new git repository, branch main:
        made      cqube-replay.yaml
        made      replay-requests/README.md
        made      replay-requests/examples/crc.yaml
        made      replay-requests/examples/diksha_summary_rollup.yaml
        made      replay-requests/examples/diksha_tpd.yaml
        made      replay-requests/examples/infrastructure.yaml
        made      replay-requests/examples/periodic_assessment_test.yaml
        made      replay-requests/examples/semester.yaml
        made      replay-requests/examples/static.yaml
        made      replay-requests/examples/student_attendance.yaml
        made      replay-requests/examples/teacher_attendance.yaml
        made      replay-requests/examples/udise.yaml
        made      schemas/replay-request.schema.json
        made      schemas/settings.schema.json
        made      .gitattributes
        made      .gitignore
        made      CODEOWNERS

      17 files, checked as \`cqube-replay validate\` does: no problems.

      Next:
        1. Bring it to branch main of the remote, by a pull request where that branch is protected:
           cd /home/asha/replays
           git add -- cqube-replay.yaml replay-requests schemas .gitattributes .gitignore CODEOWNERS
           git commit --message "Set up cqube-replay"
           git remote add origin ADDRESS-OF-THE-REPOSITORY
           git push origin HEAD:main
        2. Install the ledger, as the owner of cQube's tables:
           export DATABASE_URL=postgresql://OWNER@HOST:5432/DATABASE
           cqube-replay db migrate
        3. See whether everything is ready, then write the first request:
           cqube-replay doctor
           cqube-replay new
        4. Where the remote is GitHub, let workflows check, plan and run:
           cqube-replay init --forge github
      "
    `)
    expect({...made, stdout: ''}).toEqual({exitCode: 0, stdout: '', stderr: ''})
    expect(checked.stdout).toBe('There is no request file in replay-requests.\n1 file checked: no problems.\n')
  })

  it('shows steps that work as they stand', async () => {
    const remote = join(folder, 'remote.git')
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote], {env: environment()})
    const {stdout} = await run('init', 'replays', '--remote', remote)
    const [, step = ''] = /1\. Bring[^\n]+\n((?: {5}[^\n]+\n)+)/.exec(stdout) ?? []
    const identity = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@x',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@x',
    }

    execFileSync('sh', ['-e', '-c', step], {cwd: folder, env: {...environment(), ...identity}, stdio: 'pipe'})

    const paths = execFileSync('git', ['ls-tree', '-r', '--name-only', 'main'], {cwd: remote, encoding: 'utf8'}).split(
      '\n',
    )
    expect(paths).toEqual(
      expect.arrayContaining(['cqube-replay.yaml', '.gitattributes', 'replay-requests/examples/crc.yaml']),
    )
    expect((await run('-C', 'replays', 'settings', '--protected')).stdout).toContain('cqube-replay.yaml:')
  })

  it('keeps what is there, tells each difference, and refuses to drop an option in silence', async () => {
    await run('init')
    writeFileSync(join(folder, 'cqube-replay.yaml'), 'paused: true\n')
    writeFileSync(join(folder, '.gitignore'), 'node_modules/\n')

    const {stdout, exitCode} = await run('init', '--branch', 'prod')

    expect(shown(stdout).replaceAll(/ {2}there [^\n]+\n/g, '')).toMatchInlineSnapshot(`
      "Operator's repository in /home/asha:
        kept      cqube-replay.yaml: line 1 is "paused: true", where init writes "# yaml-language-server: $schema=./schemas/settings.schema…"
        kept      .gitignore: it lacks the line ".env"

      --branch: not taken over, since cqube-replay.yaml was kept. Change the file by hand, or call init
      again with --force, which leaves a copy of it.

      17 files, checked as \`cqube-replay validate\` does: no problems.

      Nothing was changed.
      "
    `)
    expect(exitCode).toBe(2)
  })

  it('says what GitHub needs where it writes workflows, with the commit that it was built from', async () => {
    const {stdout, exitCode} = await run('init', 'replays', '--forge', 'github')
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], {encoding: 'utf8'}).trim()

    expect(stdout.slice(stdout.indexOf('  4. '))).toMatchInlineSnapshot(`
      "  4. Make what the workflows need on GitHub (docs/github-action.md leads through it):
           - in .github/workflows, write your copy of cqube-replay for your-organisation/cqube-replay
           - environment cqube-replay: branch main only, its reviewers, and the secrets that the workflow names
           - environment cqube-replay-plan: a DATABASE_URL whose role may read and nothing else
           - self-hosted runners with the labels cqube-replay-run, cqube-replay-plan
           - protection of main: reviews, code owners, the required check "cqube-replay validate"
      "
    `)
    expect(exitCode).toBe(0)
    for (const name of ['validate', 'comment', 'plan', 'run']) {
      const workflow = readFileSync(join(folder, `replays/.github/workflows/cqube-replay-${name}.yml`), 'utf8')
      expect(workflow).toContain(`uses: your-organisation/cqube-replay@${commit} # cqube-replay `)
    }
  })

  it('tells a workflow that was removed from one that is to be made', async () => {
    await run('init', '--forge', 'github')
    rmSync(join(folder, '.github/workflows/cqube-replay-run.yml'))

    const {stdout, exitCode} = await run('init')

    expect(stdout).toContain('\n  removed   .github/workflows/cqube-replay-run.yml: not made again; --force makes it\n')
    expect(stdout).toContain('\nNothing was changed.\n')
    expect(exitCode).toBe(0)
  })

  it('refuses an Action that could become another one', async () => {
    const {stderr, exitCode} = await run('init', 'replays', '--forge', 'github', '--action', 'state/cqube-replay@v1')

    expect(stderr).toMatchInlineSnapshot(`
      "USAGE: --action is "state/cqube-replay@v1", which is not OWNER/NAME@COMMIT with the 40 characters of a commit: a branch or a tag can be moved to other code, which would then run with your secrets. Nothing was written. See \`cqube-replay --help\`.
      "
    `)
    expect(readdirSync(folder)).toEqual([])
    expect(exitCode).toBe(1)
  })

  it('gives machines the same', async () => {
    const {stdout} = await run('init', 'replays', '--json')

    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'init',
      folder: join(folder, 'replays'),
      repository: 'made',
      forge: 'none',
      action: null,
      problems: [],
      notTaken: [],
      files: expect.arrayContaining([{path: 'cqube-replay.yaml', outcome: 'made'}]) as unknown,
    })
  })

  it('is made whole by the next one, whenever it is killed', async () => {
    const tree = (name: string): Record<string, string> =>
      Object.fromEntries(
        readdirSync(join(folder, name), {recursive: true, withFileTypes: true})
          .filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'))
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => [path.slice(join(folder, name).length), readFileSync(path, 'utf8')]),
      )
    await run('init', 'whole')
    const wanted = tree('whole')

    for (const [index, afterMs] of [60, 100, 130, 160, 200, 260].entries()) {
      const name = `killed-${index}`
      mkdirSync(join(folder, name))
      const started = start(['init', name], folder, environment())
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      started.signal('SIGKILL')
      await started.ended
      for (const [path, text] of Object.entries(tree(name))) {
        if (!path.includes('init-tmp')) expect(text, path).toBe(wanted[path])
      }

      const {exitCode} = await run('init', name)

      expect(exitCode).toBe(0)
      expect(tree(name)).toEqual(wanted)
    }
  })
})

describe('cqube-replay settings', () => {
  it('shows what is in force and where it was said, and no password', async () => {
    writeFileSync(join(folder, 'cqube-replay.yaml'), 'git:\n  branch: trunk\narchive: {keep_days: never}\n')
    const withDatabase = {...environment(), DATABASE_URL: 'postgresql://replay:geheim@db.example.org/cqube'}

    const {stdout, exitCode} = await start(['settings'], folder, withDatabase).ended

    const lines = stdout.split('\n')
    const named =
      /^(Settings|Connection|  (Key|Part|git\.branch|git\.remote|archive|host|port|user|password|database ))/
    expect(lines.filter((line) => named.test(line)).join('\n')).toMatchInlineSnapshot(`
      "Settings in cqube-replay.yaml
        Key                                          Value                   From
        git.remote                                   origin                  default
        git.branch                                   trunk                   cqube-replay.yaml:2
        archive.enabled                              true                    default
        archive.except                               []                      default
        archive.keep_days                            never                   cqube-replay.yaml:3
      Connection to the database
        Part      Value           From
        host      db.example.org  DATABASE_URL
        port      –               not named: the client's rule
        database  cqube           DATABASE_URL
        user      replay          DATABASE_URL
        password  set, not shown  DATABASE_URL"
    `)
    expect(stdout).not.toContain('geheim')
    expect(exitCode).toBe(0)
  })

  it('refuses to show settings that are wrong, and says what is', async () => {
    writeFileSync(join(folder, 'cqube-replay.yaml'), 'git: {brnch: trunk}\n')

    const {stderr, exitCode} = await run('settings')

    expect(stderr).toContain('cqube-replay.yaml:1:7 at /git/brnch')
    expect(exitCode).toBe(1)
  })
})

describe('cqube-replay doctor', () => {
  it('says all that it can where nothing is set up yet', async () => {
    await run('init', 'replays')

    const {stdout, exitCode} = await start(['-C', 'replays', 'doctor'], folder, {
      ...environment(),
      DATABASE_URL: 'postgresql://replay@127.0.0.1:1/cqube',
    }).ended

    expect(stdout).toMatch(/^ {2}ok {7}Settings {10}cqube-replay\.yaml of this checkout is valid\.$/m)
    expect(stdout).toMatch(/^ {2}failure {2}PostgreSQL {8}DATABASE_UNREACHABLE: /m)
    expect(stdout).toMatch(/^ {2}failure {2}Remote {12}GIT_UNREACHABLE: /m)
    expect(exitCode).toBe(3)
  })
})
