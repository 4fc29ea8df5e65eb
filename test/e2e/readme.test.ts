import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {freshDatabase, isMissing, type TestDatabase} from '../support/database.ts'
import {createGitRemote, type GitRemote} from '../support/git-remote.ts'

const readme = readFileSync('README.md', 'utf8')
const walk = readme.split(/^## /m).find((part) => part.startsWith('From nothing to the first report')) ?? ''
const blocks = [...walk.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '')

describe.skipIf(isMissing('pg18'))('the README, followed from its first block to its last', () => {
  let database: TestDatabase
  let git: GitRemote
  let place: string
  beforeAll(async () => {
    database = await freshDatabase('pg18', 'state')
    git = createGitRemote()
    git.git(['init', '--quiet', '--bare', '--initial-branch=main', join(git.root, 'replays.git')], git.root)
    place = mkdtempSync(join(tmpdir(), 'cqube-replay-readme-'))
    mkdirSync(join(place, 'bin'))
    symlinkSync(resolve('build/cli.js'), join(place, 'bin', 'cqube-replay'))
  })
  afterAll(async () => {
    await database.drop()
    git.remove()
    rmSync(place, {recursive: true, force: true})
  })

  /** What a reader puts in place of the README's examples. */
  const own = (text: string): string =>
    text
      .replaceAll('postgresql://owner@db.example.org/cqube', database.connectionString)
      .replaceAll('https://git.example.org/state/replays.git', `file://${git.root}/replays.git`)
      .replaceAll('/opt/cqube', join(place, 'cqube'))

  it('leads to a report on the remote', () => {
    writeFileSync(join(place, 'walk.sh'), ['set -euo pipefail', ...blocks.map(own)].join('\n'))

    const {status, stdout, stderr} = spawnSync('bash', ['walk.sh'], {
      cwd: place,
      encoding: 'utf8',
      env: {...git.environment, PATH: `${join(place, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: place},
    })

    expect({status, stderr: status === 0 ? '' : stderr, stdout: status === 0 ? '' : stdout}).toEqual({
      status: 0,
      stderr: '',
      stdout: '',
    })
    const reports = git.git(['ls-tree', '-r', '--name-only', 'replay-reports'], join(git.root, 'replays.git'))
    expect(reports).toMatch(/^replay-reports\/\d{4}\/.*\/report\.md$/m)
    expect(stdout).toContain('2021-03')
  })
})
