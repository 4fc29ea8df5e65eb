import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
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

beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'cqube-replay-init-github-')))
  folder = join(outside, 'replays')
  mkdirSync(folder)
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

const remote = (address: string): void => {
  const git = (...args: readonly string[]) => execFileSync('git', args, {cwd: folder, env: environment()})
  git('init', '--quiet', '--initial-branch=main')
  git('remote', 'add', 'origin', address)
}
const path = (name: string): string => `.github/workflows/cqube-replay-${name}.yml`
const text = (name: string): string => readFileSync(join(folder, path(name)), 'utf8')
const change = (name: string, from: string, to: string): void => {
  writeFileSync(
    join(folder, path(name)),
    text(name).replaceAll(from, () => to),
  )
}
const settings = (content: string): void => {
  writeFileSync(join(folder, 'cqube-replay.yaml'), content)
}
/** Names of the files below .github that met this outcome. */
const workflows = (outcome: FileOutcome['outcome'], {files}: Initialised): string[] =>
  files
    .filter((file) => file.outcome === outcome && file.path.startsWith('.github/'))
    .map((file) => file.path.slice('.github/'.length))
const all = [
  'actionlint.yaml',
  'workflows/cqube-replay-run.yml',
  'workflows/cqube-replay-plan.yml',
  'workflows/cqube-replay-comment.yml',
  'workflows/cqube-replay-validate.yml',
]
const mine = `state/cqube-replay@${'0a1b2c3d4e'.repeat(4)} # v1.0.0`

describe('where the remote is GitHub', () => {
  it('workflows are written without a word, and owners for them', async () => {
    remote('git@github.com:state/replays.git')

    const made = await initialise()

    expect(made.host).toEqual({forge: 'github', action: unknownAction})
    expect(workflows('made', made)).toEqual(all)
    expect(readFileSync(join(folder, 'CODEOWNERS'), 'utf8')).toContain('# /.github/ @your-organisation/operators\n')
  })

  it('they are not where somebody wants none', async () => {
    remote('https://github.com/state/replays.git')

    const {host, files} = await initialise({forge: 'none'})

    expect(host.forge).toBe('none')
    expect(files.filter((file) => file.path.startsWith('.github'))).toEqual([])
    expect(existsSync(join(folder, '.github'))).toBe(false)
  })

  it('the second time finds nothing to do, and needs no option again', async () => {
    const first = await initialise({forge: 'github', action: mine})

    const again = await initialise()

    expect(workflows('made', first)).toEqual(all)
    expect(workflows('there', again)).toEqual(all)
    expect(again.host).toEqual({forge: 'github', action: mine})
  })
})

describe('where it is not', () => {
  it.each(['git@gitlab.com:state/replays.git', '/srv/git/replays.git'])(
    'nothing is written for %s',
    async (address) => {
      remote(address)

      expect((await initialise()).host.forge).toBe('none')
      expect(existsSync(join(folder, '.github'))).toBe(false)
    },
  )

  it('a folder .github says that it is', async () => {
    remote('git@git.state.gov.in:edu/replays.git')
    mkdirSync(join(folder, '.github'))

    const made = await initialise()

    expect(made.host.forge).toBe('github-server')
    expect(workflows('made', made)).toEqual(all.filter((name) => !name.includes('comment')))
  })
})

describe('a workflow that somebody changed', () => {
  it('stays, and what differs is told', async () => {
    await initialise({forge: 'github'})
    change('run', 'timeout-minutes: 300', 'timeout-minutes: 30')

    const again = await initialise()

    expect(workflows('kept', again)).toEqual(['workflows/cqube-replay-run.yml'])
    expect(again.files.find((file) => file.path === path('run'))).toMatchObject({
      difference: {found: '    timeout-minutes: 30', wanted: '    timeout-minutes: 300'},
    })
    expect(text('run')).toContain('timeout-minutes: 30\n')
  })

  it('differs no more because the operator named the Action in all of them', async () => {
    await initialise({forge: 'github'})
    for (const name of ['run', 'plan', 'comment', 'validate']) change(name, unknownAction, mine)

    const again = await initialise()

    expect(workflows('there', again)).toEqual(all)
    expect(again.host.action).toBe(mine)
  })

  it('differs where the settings were changed since, and follows them with --force, which leaves a copy', async () => {
    await initialise({forge: 'github'})
    settings('git: {branch: trunk}\nschedule: {cron: []}\n')

    const told = await initialise()
    const untouched = text('run')
    const forced = await initialise({force: true, branch: 'trunk'})

    expect(workflows('kept', told)).toEqual(all.slice(1))
    expect(untouched).toContain("branches: ['main']")
    expect(workflows('replaced', forced)).toEqual(all.slice(1))
    expect(text('run')).toContain("branches: ['trunk']")
    expect(readFileSync(join(folder, `${path('run')}.orig`), 'utf8')).toBe(untouched)
  })

  it('stays away when it was removed, as where a daemon runs; --force brings it back', async () => {
    await initialise({forge: 'github'})
    rmSync(join(folder, path('run')))

    const again = await initialise({forge: 'github'})
    const isStillAway = !existsSync(join(folder, path('run')))
    const forced = await initialise({force: true})

    expect(workflows('removed', again)).toEqual(['workflows/cqube-replay-run.yml'])
    expect(isStillAway).toBe(true)
    expect(workflows('made', forced)).toEqual(['workflows/cqube-replay-run.yml'])
  })
})

describe('init of workflows that is cut short', () => {
  it('is finished by the same command, wherever it stopped', async () => {
    const total = (await initialise({forge: 'github'})).files.length

    for (let most = total - all.length; most < total; most += 1) {
      rmSync(folder, {recursive: true})
      let made = 0
      const killed = initialise({forge: 'github'}, (of) => ({
        ...of,
        create: (to, bytes) => (made++ === most ? Promise.reject(new Error('killed')) : of.create(to, bytes)),
      }))
      await expect(killed).rejects.toThrow('killed')

      const again = await initialise({forge: 'github'})

      expect(workflows('removed', again)).toEqual([])
      expect(workflows('made', again)).toEqual(all.slice(most - total))
    }
  })
})

it.each(['state/cqube-replay@v1', 'state/cqube-replay', `state/cqube-replay@main # ${'0'.repeat(40)}`])(
  'refuses an Action that is not pinned, %s, with nothing written',
  async (action) => {
    await expect(initialise({forge: 'github', action})).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/^--action is "state.*Nothing was written\.$/) as string,
    })

    expect(existsSync(join(folder, '.git'))).toBe(false)
    expect(existsSync(join(folder, 'cqube-replay.yaml'))).toBe(false)
  },
)
