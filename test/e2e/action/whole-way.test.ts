import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {scheduleEvent} from '../../support/action/events.ts'
import {createRunSite, ledgerOf, march, reviewedBy, rowsOfMarch, type RunSite} from '../../support/action/run-site.ts'

let site: RunSite
beforeEach(async () => {
  site = await createRunSite({...reviewedBy, require_expect: true, pull_requests: {commit_expect: true}})
})
afterEach(async () => {
  await site.remove()
})

const headOf = (branch: string): string => site.operator.git.git(['rev-parse', branch])

describe('a replay from the pull request to the report', () => {
  it('is judged, planned, approved, merged, run, reported and told where it was asked for', async () => {
    const pull = site.propose({'march.yaml': march}, 'march')

    const verdict = await site.judge('validate', pull)
    const plan = await site.judge('plan', pull)
    pull.head.commit = headOf('march')
    pull.commits.push(pull.head.commit)
    site.github.review({pull: pull.number, by: 'ravi'})
    site.merge(pull)
    const before = await rowsOfMarch(site)
    const run = await site.run()

    expect([verdict.exitCode, plan.exitCode, run.exitCode]).toEqual([0, 0, 0])
    expect(before).toBeGreaterThan(0)
    expect(await rowsOfMarch(site)).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
    const [runId = ''] = JSON.parse(run.outputs['run-ids'] ?? '[]') as string[]
    expect(run.outputs).toMatchObject({
      outcome: 'done',
      code: '',
      rows: '541',
      sources: '["student_attendance"]',
      'report-commit': headOf('replay-reports'),
    })
    expect(site.operator.reportJson(runId)).toMatchObject({
      outcome: 'awaiting_files',
      totals: {deleted: 541},
      requests: [{approval: {provider: 'github', pullRequest: pull.number, approvals: [{approver: 'ravi'}]}}],
    })
    expect(run.summary).toContain('# Everything was deleted; the corrected files have yet to come')
    const comments = site.comments(pull)
    expect(comments).toHaveLength(2)
    expect(comments[1]).toContain('## Everything was deleted; the corrected files have yet to come')
    expect(comments[1]).toContain(`Run \`${runId}\``)
    expect(run.outputs['comment-url']).toContain(`#issuecomment-${site.github.comments(pull.number)[1]?.id ?? 0}`)

    const again = await site.run({event: scheduleEvent()})

    expect(again.exitCode).toBe(0)
    expect(again.summary).toContain('# Nothing was pending')
    expect(again.outputs).toMatchObject({rows: '0', 'run-ids': '[]', 'report-commit': '', 'comment-url': ''})
    expect(await ledgerOf(site)).toEqual({archived: 541, states: 'DONE'})
    expect(site.comments(pull)).toEqual(comments)
  })
})
