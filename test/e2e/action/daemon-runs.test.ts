import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createRunSite, ledgerOf, march, reviewedBy, rowsOfMarch, type RunSite} from '../../support/action/run-site.ts'
import {start, type Ended} from '../../support/command-line.ts'

let site: RunSite
beforeEach(async () => {
  site = await createRunSite()
  site.operator.settings({...reviewedBy, github: {api_url: site.github.apiUrl, repository: site.github.repository}})
})
afterEach(async () => {
  await site.remove()
})

/** On the machine that reaches the database, outside of any workflow. */
const daemon = (environment: Readonly<Record<string, string>> = {}): Promise<Ended> => {
  const {git, database} = site.operator
  const {PATH, HOME} = git.environment
  return start(['daemon', '--once'], git.checkout, {
    PATH,
    HOME,
    DATABASE_URL: database.connectionString,
    ...environment,
  }).ended
}

describe('where the Action judges and a daemon runs', () => {
  it('the daemon asks for the approvals, deletes, and tells the pull request', async () => {
    const pull = site.propose({'march.yaml': march}, 'march')
    // No address of the database in that job.
    const verdict = await site.judge('validate', pull)
    site.merge(pull)
    const token = {CQUBE_REPLAY_GITHUB_TOKEN: site.token}

    const refused = await daemon(token)
    const left = await rowsOfMarch(site)
    site.github.review({pull: pull.number, by: 'ravi'})
    const run = await daemon(token)

    expect([verdict.exitCode, refused.exitCode, run.exitCode]).toEqual([0, 2, 0])
    expect(left).toBeGreaterThan(0)
    expect(await rowsOfMarch(site)).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
    const comments = site.comments(pull)
    expect(comments.map((body) => body.split('\n')[0])).toEqual([
      '## The request was left out',
      '## Everything was deleted; the corrected files have yet to come',
    ])
    expect(comments[1]).toMatch(/\[Its report\]\(<https:\/\/github[^>]+\/state\/replay\/blob\//)
    expect(run.stdout + run.stderr).not.toContain(site.token)
  })

  it('the daemon without a token deletes nothing, and says what it lacks', async () => {
    const pull = site.propose({'march.yaml': march}, 'march')
    site.github.review({pull: pull.number, by: 'ravi'})
    site.merge(pull)

    const {exitCode, stdout} = await daemon()

    expect(exitCode).toBe(3)
    expect(stdout).toContain('There is no token for GitHub')
    expect(await rowsOfMarch(site)).toBeGreaterThan(0)
    expect(site.comments(pull)).toEqual([])
  })

  it('the daemon that nobody told of a GitHub asks none, and runs', async () => {
    site.operator.settings({})
    site.operator.request({'march.yaml': march})

    const {exitCode, stderr} = await daemon()

    expect(exitCode).toBe(0)
    expect(stderr).not.toContain('GITHUB')
    expect(site.github.requests).toEqual([])
  })

  it('the daemon plans what is open between its runs, where no job reaches the database', async () => {
    const {git, database} = site.operator
    site.operator.settings({
      github: {api_url: site.github.apiUrl, repository: site.github.repository},
      pull_requests: {plan_by_daemon: true},
      schedule: {cron: ['0 0 1 1 *']},
    })
    const pull = site.propose({'march.yaml': march}, 'march')
    const {PATH, HOME} = git.environment
    const daemonProcess = start(['daemon'], git.checkout, {
      PATH,
      HOME,
      DATABASE_URL: database.connectionString,
      CQUBE_REPLAY_GITHUB_TOKEN: site.token,
    })

    await expect.poll(() => site.comments(pull).length, {timeout: 60_000, interval: 200}).toBe(1)
    daemonProcess.signal('SIGTERM')
    const {exitCode} = await daemonProcess.ended

    expect(exitCode).toBe(0)
    expect(site.comments(pull)[0]).toContain('## A run would delete 541 rows for 1 request.')
    expect(await rowsOfMarch(site)).toBeGreaterThan(0)
  })
})
