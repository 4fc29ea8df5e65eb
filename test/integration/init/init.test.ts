import {execFileSync} from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {init, type FileOutcome, type Initialised, type InitOptions} from '../../../src/commands/init.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import {openScaffold} from '../../../src/compose-init.ts'
import {unknownAction} from '../../../src/core/init/action-reference.ts'
import type {ScaffoldFolder} from '../../../src/ports/scaffold.ts'

let outside: string
let folder: string
const environment = () => ({
  PATH: process.env['PATH'] ?? '',
  HOME: outside,
  XDG_CONFIG_HOME: join(outside, 'config'),
  GIT_CONFIG_NOSYSTEM: '1',
})
const git = (...args: readonly string[]): string =>
  execFileSync('git', args, {cwd: folder, env: environment(), encoding: 'utf8', stdio: 'pipe'}).trim()

beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'cqube-replay-init-')))
  folder = join(outside, 'replays')
})
afterEach(() => {
  rmSync(outside, {recursive: true, force: true})
})

async function initialise(
  options: Partial<InitOptions> = {},
  change: (of: ScaffoldFolder) => ScaffoldFolder = (of) => of,
): Promise<Initialised> {
  const scaffold = await openScaffold(folder, environment(), defaultSettings())
  const place = {...scaffold, folder: change(scaffold.folder)}
  return init(place, {force: false, usualAction: unknownAction, ...options}, new Date('2026-11-24T10:00:00Z'))
}

const text = (path: string): string => readFileSync(join(folder, path), 'utf8')
const put = (path: string, content: string): void => {
  writeFileSync(join(folder, path), content)
}
/** Every file with its content, git's own aside. */
const tree = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => !path.startsWith('.git/'))
      .sort()
      .map((path) => [path, text(path)]),
  )
/** Paths of the files that met this outcome. */
const files = (outcome: FileOutcome['outcome'], {files: all}: Initialised): string[] =>
  all.filter((file) => file.outcome === outcome).map(({path}) => path)

describe('init', () => {
  it('makes a repository of a folder that is not there, with files that are valid', async () => {
    const made = await initialise()

    expect(made.repository).toBe('made')
    expect(git('symbolic-ref', 'HEAD')).toBe('refs/heads/main')
    expect(made.problems).toEqual([])
    expect(Object.keys(tree())).toMatchInlineSnapshot(`
      [
        ".gitattributes",
        ".gitignore",
        "CODEOWNERS",
        "cqube-replay.yaml",
        "replay-requests/README.md",
        "replay-requests/examples/crc.yaml",
        "replay-requests/examples/diksha_summary_rollup.yaml",
        "replay-requests/examples/diksha_tpd.yaml",
        "replay-requests/examples/infrastructure.yaml",
        "replay-requests/examples/periodic_assessment_test.yaml",
        "replay-requests/examples/semester.yaml",
        "replay-requests/examples/static.yaml",
        "replay-requests/examples/student_attendance.yaml",
        "replay-requests/examples/teacher_attendance.yaml",
        "replay-requests/examples/udise.yaml",
        "schemas/replay-request.schema.json",
        "schemas/settings.schema.json",
      ]
    `)
    expect(text('.gitignore')).toMatchInlineSnapshot(`
      "# Addresses and passwords of the database stay on the machine.
      .env
      # Documents for NiFi: the emission store, which is no part of the repository.
      /emission/
      "
    `)
    expect(text('.gitattributes')).toMatchInlineSnapshot(`
      "# Requests and settings are read byte by byte: their lines end alike on every machine.
      /cqube-replay.yaml text eol=lf
      /replay-requests/** text eol=lf
      # Made by cqube-replay, on the branch of the reports and by \`init\`: left out of the statistics of the languages.
      /replay-reports/** text eol=lf linguist-generated
      /schemas/*.schema.json text eol=lf linguist-generated
      "
    `)
    expect(text('CODEOWNERS')).toMatchInlineSnapshot(`
      "# Who must approve what (GitHub, GitLab). Name people or teams, remove the \`# \` in front of the lines below, and let the
      # protected branch ask for their review: a merged request deletes data.
      # /replay-requests/ @your-organisation/data-owners
      # /cqube-replay.yaml @your-organisation/operators
      # /CODEOWNERS @your-organisation/operators
      "
    `)
  })

  it('gives editors the schema of each file', async () => {
    await initialise()

    for (const path of Object.keys(tree()).filter((name) => name.endsWith('.yaml'))) {
      const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text(path)) ?? []
      expect(JSON.parse(readFileSync(join(folder, path, '..', schema), 'utf8')), path).toHaveProperty('properties')
    }
  })

  it('finds nothing to do the second time', async () => {
    await initialise({timeZone: 'Asia/Kathmandu'})
    const before = tree()

    const again = await initialise({timeZone: 'Asia/Kathmandu'})

    expect(files('there', again)).toHaveLength(again.files.length)
    expect({...again, files: []}).toMatchObject({repository: 'there', problems: [], notTaken: []})
    expect(tree()).toEqual(before)
  })

  it('changes no file that is there, says where each differs, and makes the others', async () => {
    mkdirSync(folder)
    git('init', '--quiet', '--initial-branch=trunk')
    put('cqube-replay.yaml', 'paused: true\n')
    put('.gitignore', 'node_modules/\n')

    const made = await initialise({branch: 'prod', emission: '/srv/emission'})

    expect(files('kept', made)).toEqual(['cqube-replay.yaml', '.gitignore'])
    expect(made.files).toContainEqual({
      path: 'cqube-replay.yaml',
      outcome: 'kept',
      difference: {
        line: 1,
        found: 'paused: true',
        wanted: '# yaml-language-server: $schema=./schemas/settings.schema.json',
      },
    })
    expect(made.notTaken).toEqual(['--branch', '--emission'])
    expect(made.settings.paused).toBe(true)
    expect(text('cqube-replay.yaml')).toBe('paused: true\n')
    expect(text('.gitignore')).toBe('node_modules/\n')
    expect(git('symbolic-ref', 'HEAD')).toBe('refs/heads/trunk')
  })

  it('with --force puts its own in place and leaves a copy of each, also the second time', async () => {
    mkdirSync(folder)
    put('cqube-replay.yaml', 'paused: true\n')
    await initialise({force: true})
    put('cqube-replay.yaml', 'paused: false\n')

    const again = await initialise({force: true, branch: 'prod'})

    expect(files('replaced', again)).toEqual(['cqube-replay.yaml'])
    expect(text('cqube-replay.yaml.orig')).toBe('paused: true\n')
    expect(text('cqube-replay.yaml.orig-2')).toBe('paused: false\n')
    expect(again.settings.git.branch).toBe('prod')
    expect(again.notTaken).toEqual([])
  })

  it('puts requests where the settings that are there say', async () => {
    mkdirSync(folder)
    put('cqube-replay.yaml', 'requests: {directory: state/requests}\n')

    const made = await initialise()

    expect(made.problems).toEqual([])
    expect(files('made', made)).toContain('state/requests/examples/crc.yaml')
    expect(text('state/requests/examples/crc.yaml')).toContain('$schema=../../../schemas/replay-request.schema.json\n')
    expect(text('CODEOWNERS')).toContain('/state/requests/ ')
  })

  it('takes branch and transport from the remote that the checkout has', async () => {
    mkdirSync(folder)
    git('init', '--quiet', '--initial-branch=topic')
    git('remote', 'add', 'origin', '/srv/git/replays.git')
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk')

    const {settings, address} = await initialise()

    expect(settings.git).toMatchObject({branch: 'trunk', protocols: ['https', 'ssh', 'file']})
    expect(address).toBe('/srv/git/replays.git')
  })

  it.each([
    [{timeZone: 'Asia/Kalkutta'}, /`time_zone` is "Asia\/Kalkutta".*Nothing was written/],
    [{branch: '--force'}, /`branch` is "--force"/],
    [{remote: 'ext::sh -c id'}, /`remote` is "ext::sh -c id"/],
    [{emission: '/opt/cqube/data_replay'}, /an inbox of the stock flow/],
  ])('refuses %j with nothing written', async (options, message) => {
    await expect(initialise(options)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message) as string,
    })

    expect(readdirSync(outside)).toEqual([])
  })

  it('refuses a folder inside of a repository', async () => {
    mkdirSync(folder)
    git('init', '--quiet')
    const root = folder
    folder = join(folder, 'below', 'new')

    await expect(initialise()).rejects.toMatchObject({
      code: 'USAGE',
      message:
        `${folder} lies in the repository ${root}, and the settings must stand at its root; nothing was written. Name that ` +
        'folder, or one outside of any repository: `cqube-replay init FOLDER`.',
    })

    expect(readdirSync(root)).toEqual(['.git'])
  })

  it('writes nothing through a link that leads out of the folder', async () => {
    mkdirSync(join(outside, 'elsewhere'))
    mkdirSync(folder)
    symlinkSync(join(outside, 'elsewhere'), join(folder, 'replay-requests'))

    await expect(initialise()).rejects.toMatchObject({code: 'FILE_UNREADABLE'})

    expect(readdirSync(join(outside, 'elsewhere'))).toEqual([])
  })
})

describe('init that is cut short', () => {
  const afterFiles = (most: number) => (of: ScaffoldFolder) => {
    let made = 0
    const create: ScaffoldFolder['create'] = (path, bytes) =>
      made++ === most ? Promise.reject(new Error('killed')) : of.create(path, bytes)
    return {...of, create}
  }

  it('is finished by the same command, wherever it stopped', async () => {
    await initialise()
    const wanted = tree()
    const count = Object.keys(wanted).length

    for (let most = 0; most < count; most += 1) {
      rmSync(folder, {recursive: true})
      await expect(initialise({}, afterFiles(most))).rejects.toThrow('killed')

      const again = await initialise()

      expect(files('made', again)).toHaveLength(count - most)
      expect(tree()).toEqual(wanted)
    }
  })

  it('leaves no half file for a reader, and the next one removes what was left', async () => {
    await initialise()
    const wanted = tree()
    rmSync(join(folder, 'cqube-replay.yaml'))
    put('.cqube-replay.yaml.init-tmp', '# yaml-langu')

    await initialise()

    expect(tree()).toEqual(wanted)
  })

  it('uses the copy that one with --force had made', async () => {
    mkdirSync(folder)
    put('cqube-replay.yaml', 'paused: true\n')
    put('cqube-replay.yaml.orig', 'paused: true\n')

    const made = await initialise({force: true})

    expect(made.files[0]).toEqual({path: 'cqube-replay.yaml', outcome: 'replaced', copy: 'cqube-replay.yaml.orig'})
  })
})
