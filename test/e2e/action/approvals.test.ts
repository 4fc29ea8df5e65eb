import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {
  april,
  aprilRows,
  createRunSite,
  ledgerOf,
  march,
  reviewedBy,
  rowsOfMarch,
  type RunSite,
} from '../../support/action/run-site.ts'

let site: RunSite
beforeEach(async () => {
  site = await createRunSite(reviewedBy)
})
afterEach(async () => {
  await site.remove()
})

describe('the Action does not run what nobody approved', () => {
  it('when it was pushed directly, and says so where it is seen', async () => {
    site.operator.request({'march.yaml': march})

    const {exitCode, outputs, summary, log} = await site.run()

    expect([exitCode, outputs['outcome'], outputs['rows']]).toEqual([2, 'refused', '0'])
    expect(summary).toContain('## Left out, and what to do')
    for (const text of [summary, log]) expect(text).toContain('it was pushed directly.')
    expect(await rowsOfMarch(site)).toBeGreaterThan(0)
  })

  it('when the approval is of an older commit, tells the pull request once, and runs it after the approval', async () => {
    const pull = site.propose({'march.yaml': march}, 'march')
    site.github.review({pull: pull.number, by: 'ravi'})
    pull.head.commit = site.operator.git.commit({'replay-requests/march.yaml': april}, {branch: 'march'})
    pull.commits.push(pull.head.commit)
    site.merge(pull)

    const refused = await site.run()
    const again = await site.run()
    const told = site.comments(pull)
    site.github.review({pull: pull.number, by: 'meera'})
    const approved = await site.run()

    expect([refused.exitCode, again.exitCode, approved.exitCode]).toEqual([2, 2, 0])
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^## The request was left out\n/)
    expect(told[0]).toContain('`APPROVAL_MISSING`')
    expect(again.summary).toContain('# Nothing was deleted')
    expect(again.summary).toContain('`APPROVAL_MISSING`')
    expect(await ledgerOf(site)).toEqual({archived: aprilRows, states: 'DONE'})
    expect(site.comments(pull)).toHaveLength(2)
  })

  it('when GitHub does not answer, and runs it when it does', async () => {
    site.operator.settings({...reviewedBy, github: {timeout_seconds: 1}})
    const pull = site.propose({'march.yaml': march}, 'march')
    site.github.review({pull: pull.number, by: 'ravi'})
    site.merge(pull)
    site.github.fault({route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', meets: 'silence', times: 6})

    const unknown = await site.run()
    const left = await rowsOfMarch(site)
    const known = await site.run()

    expect([unknown.exitCode, known.exitCode]).toEqual([3, 0])
    expect(unknown.summary).toContain('`APPROVAL_UNKNOWN`')
    expect(left).toBeGreaterThan(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
  })
})

describe('comments on what became of a request', () => {
  const merged = (path = 'march.yaml', text = march) => {
    const pull = site.propose({[path]: text}, path.replace('.yaml', ''))
    site.github.review({pull: pull.number, by: 'ravi'})
    site.merge(pull)
    return pull
  }

  it('are one for each pull request of a run, and leave those of others alone', async () => {
    const [first, second] = [merged(), merged('april.yaml', april)]
    site.github.comment({pull: first.number, by: 'mallory', body: '<!-- cqube-replay outcome -->\nMine.'})

    const {exitCode} = await site.run()

    expect(exitCode).toBe(0)
    expect(site.comments(first).map((body) => body.split('\n')[0])).toEqual([
      'Mine.',
      '## Everything was deleted; the corrected files have yet to come',
    ])
    expect(site.comments(second)).toHaveLength(1)
    expect(site.comments(second)[0]).not.toContain('### `replay-requests/march.yaml`')
  })

  it('are not written where the settings want none', async () => {
    site.operator.settings({...reviewedBy, pull_requests: {comment: false}})
    const pull = merged()

    const {exitCode, outputs} = await site.run()

    expect([exitCode, outputs['comment-url']]).toEqual([0, ''])
    expect(site.comments(pull)).toEqual([])
  })

  it.each([
    ['may not be written', {status: 403, body: {message: 'Resource not accessible by integration'}}],
    ['are refused', {status: 422, body: {message: 'Validation Failed'}}],
    ['meet a limit', {status: 429, headers: {'retry-after': '3600'}, body: {message: 'Slow down'}}],
    ['get no answer', 'silence'],
  ] as const)('that %s are a warning, and the run stands', async (_, meets) => {
    site.operator.settings({...reviewedBy, github: {timeout_seconds: 1}})
    const pull = merged()
    site.github.fault({route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments', meets, times: 9})

    const {exitCode, outputs, log} = await site.run()

    expect([exitCode, outputs['outcome'], outputs['rows'], outputs['comment-url']]).toEqual([0, 'done', '541', ''])
    expect(log).toMatch(/warning: .*not told.*GITHUB_[A-Z]+/)
    expect(await rowsOfMarch(site)).toBe(0)
    expect(site.comments(pull)).toEqual([])
  })
})
