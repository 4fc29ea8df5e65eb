import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {checksums} from '../../integration/postgres/submitted-deletion.ts'
import {
  dispatchEvent,
  mergeGroupEvent,
  pullRequestEvent,
  scheduleEvent,
  workflowRunEvent,
  type ActionEvent,
} from '../../support/action/events.ts'
import {checkedOut} from '../../support/action/workspace.ts'
import {settingsText} from '../../support/operator.ts'
import {
  april,
  aprilRows,
  createRunSite,
  ledgerOf,
  march,
  rowsOfMarch,
  type RunSite,
} from '../../support/action/run-site.ts'

const commit = 'c'.repeat(40)
const unreachable = {DATABASE_URL: 'postgresql://runner@127.0.0.1:9/none'}

let site: RunSite
beforeEach(async () => {
  site = await createRunSite()
})
afterEach(async () => {
  await site.remove()
})

describe('the Action runs', () => {
  it.each([
    ['schedule', scheduleEvent()],
    ['workflow_dispatch', dispatchEvent()],
  ])('all that is pending on the event %s, also what a job that GitHub dropped should have taken', async (_, event) => {
    site.operator.request({'march.yaml': march})
    site.operator.request({'april.yaml': april})

    const {exitCode, outputs} = await site.run({event})

    expect(exitCode).toBe(0)
    expect(outputs['rows']).toBe(String(541 + aprilRows))
    expect(await rowsOfMarch(site)).toBe(0)
    expect(await ledgerOf(site)).toEqual({archived: 541 + aprilRows, states: 'DONE'})
  })

  it('only what was chosen, and the rest afterwards', async () => {
    site.operator.request({'march.yaml': march, 'april.yaml': april})

    const chosen = await site.run({event: dispatchEvent(), inputs: {requests: '\n replay-requests/april.yaml \n'}})
    const left = await rowsOfMarch(site)
    const rest = await site.run({event: dispatchEvent()})

    expect([chosen.exitCode, rest.exitCode]).toEqual([0, 0])
    expect([chosen.outputs['rows'], rest.outputs['rows']]).toEqual([String(aprilRows), '541'])
    expect(left).toBeGreaterThan(0)
    expect(await rowsOfMarch(site)).toBe(0)
  })

  it('nothing where a chosen file is none of the branch', async () => {
    site.operator.request({'march.yaml': march})

    const {exitCode, outputs, summary} = await site.run({inputs: {requests: 'replay-requests/may.yaml'}})

    expect([exitCode, outputs['code']]).toEqual([1, 'USAGE'])
    expect(summary).toContain('Branch main has no request file')
    expect(await ledgerOf(site)).toEqual({archived: 0, states: ''})
  })

  it('a rehearsal that leaves everything as it was, and says so', async () => {
    site.operator.request({'march.yaml': march})
    const before = await checksums(site.operator.database)
    const refs = site.operator.git.git(['for-each-ref'])

    const {exitCode, summary, outputs, log} = await site.run({event: dispatchEvent(), inputs: {'dry-run': 'true'}})

    expect(exitCode).toBe(0)
    expect(await checksums(site.operator.database)).toEqual(before)
    expect(site.operator.git.git(['for-each-ref'])).toBe(refs)
    expect(readdirSync(site.operator.emission)).toEqual([])
    expect(summary).toMatch(/^# Rehearsal\n\n\*\*Rehearsal: everything was rolled back\./)
    expect(summary).toContain('This report is in no branch.')
    expect(log).toContain('Rehearsal: everything was rolled back.')
    expect(outputs).toMatchObject({rows: '541', 'report-commit': '', 'comment-url': ''})
    expect(site.github.requests).toEqual([])
  })

  it('and warns when GitHub does not protect the branch', async () => {
    const {exitCode, summary, log} = await site.run({environment: {GITHUB_REF_PROTECTED: 'false'}})

    expect(exitCode).toBe(0)
    expect(log).toContain('warning: GitHub says that branch main is not protected')
    expect(summary).toContain('**Warning:** GitHub says that branch main is not protected')
  })

  it('on no branch that says of itself that it is the one, and that no administrator chose', async () => {
    site.operator.git.git(['push', '--quiet', 'origin', 'main:evil'], join(site.operator.git.root, 'colleague'))
    site.operator.git.commit(
      {'cqube-replay.yaml': settingsText({git: {branch: 'evil', protocols: ['file']}})},
      {branch: 'evil'},
    )
    const workspace = checkedOut(site.operator.git, 'refs/heads/evil')

    const {exitCode, summary} = await site.run({
      workspace,
      event: dispatchEvent(),
      ref: 'refs/heads/evil',
      environment: {GITHUB_REF_PROTECTED: 'false', ...unreachable},
    })

    expect(exitCode).toBe(2)
    expect(summary).toContain('EVENT_REFUSED')
    expect(summary).toContain('neither protected nor the default branch')
  })

  it('by the settings of the branch, not by those of an older checkout', async () => {
    const workspace = olderCheckout()

    const {exitCode, log} = await site.run({workspace})

    expect(exitCode).toBe(2)
    expect(log).toContain('cqube-replay.yaml on branch main is not the file of this checkout')
    expect(await ledgerOf(site)).toEqual({archived: 0, states: ''})
  })
})

/** As a job that was queued for an hour has it, while somebody said `paused: true`. */
function olderCheckout(): string {
  site.operator.request({'march.yaml': march})
  const workspace = checkedOut(site.operator.git, 'refs/heads/main')
  site.operator.settings({paused: true})
  return workspace
}

describe('the Action refuses to run, with nothing opened,', () => {
  it.each<[string, ActionEvent]>([
    ['pull_request', pullRequestEvent({base: commit, head: commit})],
    ['pull_request_target', pullRequestEvent({base: commit, head: commit}, 'pull_request_target')],
    ['merge_group', mergeGroupEvent(commit, commit)],
    ['workflow_run', workflowRunEvent(commit)],
    ['issue_comment', {name: 'issue_comment', payload: {}}],
  ])('on the event %s', async (_, event) => {
    const {exitCode, outputs, summary} = await site.run({event, environment: unreachable})

    expect([exitCode, outputs['code'], outputs['outcome']]).toEqual([2, 'EVENT_REFUSED', 'refused'])
    expect(summary).toContain('A run is made on `push`')
    expect(site.github.requests).toEqual([])
  })

  it.each(['refs/heads/march', 'refs/tags/main', 'refs/pull/7/merge', ''])('on %j', async (ref) => {
    const {exitCode, outputs, summary} = await site.run({ref, environment: unreachable})

    expect([exitCode, outputs['code']]).toEqual([2, 'EVENT_REFUSED'])
    expect(summary).toContain('a run acts on branch main only')
  })
})
