import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {isMissing} from '../../support/database.ts'
import {examined} from '../../support/examined.ts'
import {createOperator, requestText, type Operator} from '../../support/operator.ts'

describe.skipIf(isMissing('pg18'))('doctor and the world around the database', () => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator('pg18')
  })
  afterEach(() => operator.remove())
  const examine = (environment?: Readonly<Record<string, string>>) => examined(operator.surroundings(), environment)
  const put = (path: string, text: string): void => {
    writeFileSync(join(operator.git.checkout, path), text)
  }

  it('goes on with the rest when the database cannot be reached, and says that asking again may help', async () => {
    const {line, named, exitCode} = await examine({DATABASE_URL: 'postgresql://replay@127.0.0.1:1/cqube'})

    expect(line('PostgreSQL')).toMatchInlineSnapshot(
      `"failure: DATABASE_UNREACHABLE: The database cannot be reached (ECONNREFUSED). Fix: Check PGHOST, PGPORT, PGUSER, PGDATABASE or DATABASE_URL and that the server runs; then run again."`,
    )
    expect(named('failure')).toEqual(['PostgreSQL'])
    expect(line('Clocks')).toBe('skipped: It needs: PostgreSQL.')
    expect(line('Pause')).toBe('skipped: It needs: Ledger.')
    expect(named('ok')).toEqual(expect.arrayContaining(['Remote', 'Protected branch']))
    expect(exitCode).toBe(3)
  })

  it('goes on with the rest when the remote is away', async () => {
    operator.git.git(['remote', 'set-url', 'origin', join(operator.git.root, 'gone.git')], operator.git.checkout)

    const {line, named, exitCode} = await examine()

    expect(line('Remote')).toMatch(
      /^failure: GIT_UNREACHABLE: .*gone\.git.* Fix: Check the remote with `git ls-remote`/s,
    )
    expect(named('failure')).toEqual(['Remote'])
    expect(named('skipped')).toEqual(expect.arrayContaining(['Protected branch', 'Reports branch']))
    expect(exitCode).toBe(3)
  })

  it('tells both kinds of failures as one that somebody must look at', async () => {
    operator.git.git(['remote', 'set-url', 'origin', join(operator.git.root, 'gone.git')], operator.git.checkout)
    await operator.database.query('update cqube_replay.ledger set schema_version = 1')

    expect((await examine()).exitCode).toBe(2)
  })

  it('tells a protected branch that is not there, and one without settings', async () => {
    put('cqube-replay.yaml', 'git: {protocols: [file], branch: trunk}\n')
    const missing = await examine()
    operator.git.commit({'cqube-replay.yaml': null}, {branch: 'trunk'})

    const bare = await examine()

    expect(missing.line('Protected branch')).toMatch(/^failure: BRANCH_MISSING: .*there is no branch trunk/)
    expect(bare.line('Protected branch')).toMatch(
      /^failure: SETTINGS_MISSING: Branch trunk .* has no cqube-replay.yaml/,
    )
  })

  it('warns when the settings of the branch are not those of the checkout', async () => {
    put('cqube-replay.yaml', 'git: {protocols: [file]}\n')

    const {line, exitCode} = await examine()

    expect(line('Protected branch').replace(/[0-9a-f]{12}/, '<commit>')).toMatchInlineSnapshot(
      `"warning: main, commit <commit>, with valid settings, which differ from those of this checkout. Fix: A run goes by those of the branch: push, or pull, cqube-replay.yaml."`,
    )
    expect(exitCode).toBe(0)
  })

  it('finds out before the first report that the server takes no push', async () => {
    const refusing = join(operator.git.root, 'receive-pack')
    writeFileSync(refusing, '#!/bin/sh\necho "ERROR: The key may read, not write." >&2\nexit 1\n', {mode: 0o755})
    operator.git.git(['config', 'remote.origin.receivepack', refusing], operator.git.checkout)

    const {line, exitCode} = await examine()

    expect(line('Reports branch')).toMatch(
      /^failure: GIT_UNREACHABLE: .*git push failed: ERROR: The key may read, not write\./s,
    )
    expect(exitCode).toBe(3)
  })

  it('says that it cannot ask a hook; the run that met one stays in sight', async () => {
    operator.git.hook('update', 'case "$1" in refs/heads/replay-reports) echo "No reports here." >&2; exit 1;; esac')
    const before = await examine()
    operator.request({'march.yaml': requestText({crc: {year: 2020, months: [3]}})})

    await expect(operator.run()).rejects.toMatchObject({code: 'REPORT_NOT_PUSHED'})
    const after = await examine()

    expect(before.line('Reports branch')).toMatchInlineSnapshot(
      `"note: replay-reports is not there yet; the first report makes it. The server lets this user push; whether a hook or a rule refuses replay-reports, only the first report shows."`,
    )
    expect(after.line('Runs').replace(/\d{8}T\d{6}Z-[0-9a-f]{4}/, '<run>')).toMatchInlineSnapshot(
      `"warning: 1 run without a report in Git: <run>. Fix: Run \`cqube-replay run\`: it goes on with them before anything else."`,
    )
  })

  it('pushes nothing and leaves the checkout as it was', async () => {
    const state = () => [
      operator.git.git(['for-each-ref']),
      operator.git.git(['status', '--porcelain'], operator.git.checkout),
      operator.git.git(['rev-parse', 'HEAD'], operator.git.checkout),
    ]
    const before = state()

    await examine()

    expect(state()).toEqual(before)
  })

  it('tells a store that cannot be written to, and one that is still to be made', async () => {
    mkdirSync(join(operator.git.root, 'outputs'))
    writeFileSync(join(operator.git.root, 'file'), '')
    operator.settings({emission: {directory: '../file/emission'}, outputs: {directory: '../outputs/new'}})

    const {line} = await examine()

    expect(line('Emission store').replace(operator.git.root, '…')).toMatchInlineSnapshot(
      `"failure: EMISSION_FAILED: …/file/emission is not there and cannot be made by this user. Fix: Give the user that runs cqube-replay the right to write there."`,
    )
    expect(
      line('Output store')
        .replace(operator.git.root, '…')
        .replace(/[\d.]+ [kMGT]B/, '<size>'),
    ).toMatchInlineSnapshot(`"note: …/outputs/new is not there yet; the first run makes it. <size> free."`)
  })
})
