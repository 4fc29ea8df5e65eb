import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {describe, expect, it} from 'vitest'
import {workflowEvent} from '../../../../src/core/github/event.ts'

const resolve = createRequire(import.meta.url).resolve

interface Described {
  readonly name: string
  readonly examples: readonly unknown[]
}

const described = (place: string): readonly Described[] =>
  JSON.parse(readFileSync(resolve(`@octokit/webhooks-examples/${place}/index.json`), 'utf8')) as Described[]

const places = ['api.github.com', 'ghes-31', 'ghes-32', 'ghes-33', 'ghes-34', 'ghes-35']
const examples = places.flatMap((place) =>
  described(place).flatMap(({name, examples}) => examples.map((payload) => ({place, name, payload}))),
)
const known = ['pull_request', 'merge_group', 'push', 'workflow_dispatch', 'workflow_run']
const first = (name: string): unknown => examples.find((each) => each.name === name)?.payload

describe('what started a workflow', () => {
  it('is read from each example that GitHub gives, of its own servers and of Enterprise', () => {
    const kinds = examples.map(({name, payload}) => ({name, kind: workflowEvent(name, payload).kind}))

    expect(examples.length).toBeGreaterThan(700)
    expect(kinds.filter(({name, kind}) => kind !== (known.includes(name) ? name : 'other'))).toEqual([])
  })

  it('has commits and branches in every example of those that are judged', () => {
    const facts = examples
      .filter(({name}) => name === 'pull_request' || name === 'merge_group')
      .map(({name, payload}) => workflowEvent(name, payload))
      .filter((event) => event.kind === 'pull_request' || event.kind === 'merge_group')

    expect(facts.length).toBeGreaterThan(40)
    for (const event of facts) {
      expect(event.headCommit).toMatch(/^[0-9a-f]{40}$/)
      expect(event.baseCommit).toMatch(/^[0-9a-f]{40}$/)
      if (event.kind === 'pull_request')
        expect([event.number > 0, event.headBranch, event.baseBranch]).not.toContain('')
    }
  })

  it('is read as far as a command goes by it', () => {
    expect(known.map((name) => workflowEvent(name, first(name)))).toMatchInlineSnapshot(`
      [
        {
          "baseBranch": "master",
          "baseCommit": "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
          "headBranch": "changes",
          "headCommit": "ec26c3e57ca3a959ca5aad62de7213c562f8c821",
          "headRepository": "Codertocat/Hello-World",
          "isFork": false,
          "kind": "pull_request",
          "number": 2,
        },
        {
          "baseCommit": "380387fbc80638b734a49e1be1c4dfec1c01b33c",
          "headCommit": "2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d",
          "kind": "merge_group",
        },
        {
          "before": "0000000000000000000000000000000000000000",
          "branch": null,
          "commit": "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
          "kind": "push",
        },
        {
          "kind": "workflow_dispatch",
        },
        {
          "headCommit": "5779607b49aab1200488439f02372c57b4f75444",
          "kind": "workflow_run",
          "startedBy": "workflow_dispatch",
        },
      ]
    `)
  })

  it('is nothing but its name on a schedule, whatever comes with it', () => {
    expect(workflowEvent('schedule', {schedule: '17 * * * *'})).toEqual({kind: 'schedule'})
  })

  it('is the name alone where no command takes it, as pull_request_target', () => {
    const event = workflowEvent('pull_request_target', first('pull_request'))

    expect(event).toEqual({kind: 'other', name: 'pull_request_target'})
  })

  const odd = [
    null,
    7,
    'text',
    [],
    {},
    {pull_request: null},
    {pull_request: {number: '7', head: [], base: 7}},
    {ref: 7},
  ]
  it.each(odd.map((payload) => ({payload})))(
    'has empty texts where a payload lacks what it should have: $payload',
    ({payload}) => {
      const [pullRequest, group, push, after] = ['pull_request', 'merge_group', 'push', 'workflow_run'].map((name) =>
        workflowEvent(name, payload),
      )

      expect(pullRequest).toMatchObject({number: 0, headCommit: '', baseCommit: '', headBranch: '', isFork: true})
      expect(group).toEqual({kind: 'merge_group', headCommit: '', baseCommit: ''})
      expect(push).toEqual({kind: 'push', branch: null, commit: '', before: ''})
      expect(after).toEqual({kind: 'workflow_run', headCommit: '', startedBy: ''})
    },
  )
})

describe('a pull request comes from a fork', () => {
  const from = (head: unknown): unknown => ({
    repository: {full_name: 'state/replay'},
    pull_request: {number: 7, head: {sha: 'a', ref: 'b', repo: head}, base: {}},
  })
  const isFork = (payload: unknown): boolean => {
    const event = workflowEvent('pull_request', payload)
    return event.kind === 'pull_request' && event.isFork
  }

  it('unless its branch lies in the repository of the event itself', () => {
    expect(isFork(from({full_name: 'state/replay'}))).toBe(false)
    expect(isFork(from({full_name: 'somebody/replay'}))).toBe(true)
  })

  it('also when that repository is gone, and when nothing is said of either', () => {
    expect(isFork(from(null))).toBe(true)
    expect(isFork({pull_request: {head: {repo: {}}}})).toBe(true)
    expect(isFork({repository: {full_name: ''}, pull_request: {head: {repo: {full_name: ''}}}})).toBe(true)
  })
})

it('a push to a tag is a push to no branch', () => {
  const push = workflowEvent('push', {ref: 'refs/tags/main', after: 'a', before: 'b'})

  expect(push).toEqual({kind: 'push', branch: null, commit: 'a', before: 'b'})
})
