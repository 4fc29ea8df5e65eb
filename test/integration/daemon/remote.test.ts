import {readdirSync, rmSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {stateFolder, stateOf, tickOf} from '../../support/daemon.ts'
import {createOperator, requestText, type Operator} from '../../support/operator.ts'

let operator: Operator
beforeEach(async () => {
  operator = await createOperator('pg18', {content: 'tables'})
  await operator.load('student_attendance', '2020-03', ['3.1', '3.2'])
})
afterEach(() => operator.remove())

const march = {'march.yaml': requestText({student_attendance: {year: '2020', months: ['03']}})}
const remote = (...words: string[]): string => operator.git.git(words)
const commitOf = (branch: string): string => remote('rev-parse', `refs/heads/${branch}`)
/** A history of its own with the files of the branch, as after a force push. */
const rewritten = (message: string): string => remote('commit-tree', '-m', message, 'refs/heads/main^{tree}')
const isUntouched = async (): Promise<boolean> => (await operator.live()).length === 4

describe('a remote on a bad day', () => {
  it('that cannot be reached fails the tick, and the next one makes the run', async () => {
    operator.request(march)

    const away = await tickOf(operator, {remote: join(operator.git.root, 'gone.git')})
    const wasUntouched = await isUntouched()
    const back = await tickOf(operator)

    expect(away.exitCode).toBe(3)
    expect(away.warnings).toHaveLength(1)
    expect(away.warnings[0]).toMatch(
      /^GIT_UNREACHABLE: .*Fix: Check the remote with `git ls-remote`; then run again\.$/,
    )
    expect(wasUntouched).toBe(true)
    expect([back.exitCode, await operator.live()]).toEqual([0, []])
  })

  it('whose branch was deleted is told so; the branch pushed again as it was is taken again', async () => {
    operator.request(march)
    const commit = commitOf('main')
    remote('update-ref', '-d', 'refs/heads/main')

    const away = await tickOf(operator)
    remote('update-ref', 'refs/heads/main', commit)
    const back = await tickOf(operator)

    expect(away.exitCode).toBe(3)
    expect(away.warnings[0]).toContain('BRANCH_MISSING: origin: there is no branch main. Nothing was changed.')
    expect([back.exitCode, await operator.live()]).toEqual([0, []])
  })

  it('whose branch was rewritten is refused until the new commit is accepted by name', async () => {
    await tickOf(operator)
    const before = commitOf('main')
    operator.request(march)
    const after = rewritten('History cut off')
    remote('update-ref', 'refs/heads/main', after)

    const refused = [await tickOf(operator), await tickOf(operator, {acceptRewritten: before})]
    const wasUntouched = await isUntouched()
    const accepted = await tickOf(operator, {acceptRewritten: after.slice(0, 12)})
    const next = await tickOf(operator)

    expect(refused.map(({exitCode}) => exitCode)).toEqual([2, 2])
    expect(
      refused[0]?.warnings[0]?.replaceAll(before.slice(0, 12), '<last>').replaceAll(after.slice(0, 12), '<new>'),
    ).toMatchInlineSnapshot(
      `"BRANCH_REWRITTEN: Branch main was rewritten: its commit <new> does not descend from <last>, which was acted on last. Nothing was started. The option is \`--accept-rewritten <new>\`. Fix: Find out who rewrote the branch and what changed. If all of it is wanted, start once with the option given above."`,
    )
    expect(wasUntouched).toBe(true)
    expect(accepted.warnings[0]).toBe(`The rewritten branch main is accepted with commit ${after.slice(0, 12)}.`)
    expect([accepted.exitCode, next.exitCode, await operator.live()]).toEqual([0, 0, []])
    expect(stateOf(operator).commits).toEqual({main: after})
  })

  it('whose branch was set back to an older commit is refused, too', async () => {
    const older = commitOf('main')
    operator.request({'note.yaml': requestText({udise: {selection: 'no'}})})
    await tickOf(operator)
    remote('update-ref', 'refs/heads/main', older)

    const {exitCode, warnings} = await tickOf(operator)

    expect(exitCode).toBe(2)
    expect(warnings[0]).toContain('BRANCH_REWRITTEN')
  })

  it('that was rewritten while the mirror was lost is refused all the same', async () => {
    await tickOf(operator)
    remote('update-ref', 'refs/heads/main', rewritten('History cut off'))
    rmSync(join(stateFolder(operator), 'mirror.git'), {recursive: true})

    const {exitCode, warnings} = await tickOf(operator)

    expect(exitCode).toBe(2)
    expect(warnings[0]).toContain('BRANCH_REWRITTEN')
  })
})

describe('settings with a mistake on the branch', () => {
  it('refuse runs, and leave the last good schedule', async () => {
    operator.settings({schedule: {cron: ['*/15 22-23 * * *']}})
    await tickOf(operator)
    operator.settings({schedule: {cron: ['*/15 22-23 * *']}, paused: 'perhaps'})
    operator.request(march)

    const {exitCode, warnings} = await tickOf(operator)

    expect(exitCode).toBe(1)
    expect(warnings.at(-1)).toMatch(
      /^SETTINGS_INVALID: cqube-replay.yaml on branch main has 2 mistakes; nothing was started\./,
    )
    expect(warnings.at(-1)).toContain('SETTINGS_CRON_INVALID')
    expect(stateOf(operator).startTimes?.cron).toEqual(['*/15 22-23 * * *'])
    expect(await isUntouched()).toBe(true)
  })

  it('in the checkout only hinder nobody', async () => {
    operator.request(march)
    writeFileSync(join(operator.git.checkout, 'cqube-replay.yaml'), 'paused: perhaps\n')

    const {exitCode} = await tickOf(operator)

    expect([exitCode, await operator.live()]).toEqual([0, []])
  })
})

describe('what lies in the folder of the daemon', () => {
  it('a damaged mirror is made anew, and the run is made', async () => {
    await tickOf(operator)
    operator.request(march)
    const mirror = join(stateFolder(operator), 'mirror.git', 'objects')
    for (const name of readdirSync(mirror, {recursive: true, encoding: 'utf8'})) {
      if (/^[0-9a-f]{2}\/|\.pack$/.test(name)) {
        rmSync(join(mirror, name))
        writeFileSync(join(mirror, name), '')
        truncateSync(join(mirror, name), 0)
      }
    }

    const {exitCode, warnings} = await tickOf(operator)

    expect(warnings).toEqual([`The mirror in ${stateFolder(operator)} was damaged, and was made anew.`])
    expect([exitCode, await operator.live()]).toEqual([0, []])
  })

  it('a half-made mirror is completed', async () => {
    await tickOf(operator)
    for (const name of ['HEAD', 'config', 'refs'])
      rmSync(join(stateFolder(operator), 'mirror.git', name), {recursive: true})
    operator.request(march)

    const {exitCode} = await tickOf(operator)

    expect([exitCode, await operator.live()]).toEqual([0, []])
  })

  it.each(['{"version":1,"handledUntil":"yester', '{"version":2}', '[]', ''])(
    'a state %j is not begun anew in silence',
    async (text) => {
      await tickOf(operator)
      writeFileSync(join(stateFolder(operator), 'state.json'), text)

      const {exitCode, warnings} = await tickOf(operator)

      expect(exitCode).toBe(1)
      expect(warnings[0]).toMatch(/^STATE_BROKEN: \S+\/state\.json is not what a daemon of this version writes\./)
    },
  )
})
