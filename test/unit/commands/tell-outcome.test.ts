import {setTimeout as wait} from 'node:timers/promises'
import {beforeEach, describe, expect, it} from 'vitest'
import {tellOutcome, type TellingWorld} from '../../../src/commands/tell-outcome.ts'
import type {ReviewEvidence} from '../../../src/core/approval/evidence.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {LeftOut, RunRecord} from '../../../src/core/run/run-record.ts'
import {createFakeLog, type FakeLog} from '../../fakes/log.ts'
import {createFakePullRequests, type FakePullRequests} from '../../fakes/pull-requests.ts'
import {record, request} from '../core/report/records.ts'

const commitOf = (number: number): string => number.toString(16).padStart(40, '0')
const introduction = (number: number) => ({
  commit: commitOf(number),
  author: 'Asha',
  committedAt: '2026-11-24T15:02:11Z',
})
const requestOf = (pull: number, path = `replay-requests/${pull}.yaml`) =>
  request({paths: [path], requestId: `id of ${path}`, introduction: introduction(pull), approval: null})
const leftOut = (path: string): LeftOut => ({
  path,
  blob: 'b9'.repeat(20),
  requestId: null,
  reason: 'NOTHING_TO_DELETE',
  message: 'There is no such row.',
})
const evidence: ReviewEvidence = {
  provider: 'github',
  path: 'replay-requests/7.yaml',
  blob: 'b1'.repeat(20),
  needed: 1,
  because: 'usual',
  pullRequest: 7,
  address: 'https://github.example/state/replay/pull/7',
  head: commitOf(70),
  commit: commitOf(71),
  approvals: [],
}

let log: FakeLog
let pullRequests: FakePullRequests
let asked: string[]
beforeEach(() => {
  log = createFakeLog()
  pullRequests = createFakePullRequests()
  asked = []
})

/** The commit of each pull request is its number. */
const world = (more: Partial<TellingWorld> = {}): TellingWorld => ({
  pullRequests: {
    ...pullRequests,
    mergedWith: async (commit) => {
      asked.push(commit)
      return [Number.parseInt(commit, 16)]
    },
  },
  requests: {introduction: async (_, {path}) => introduction(Number(/\d+/.exec(path)?.[0]))},
  clock: {sleep: (_, signal) => wait(600_000, undefined, signal && {signal}).catch(() => undefined)},
  log,
  stopping: new AbortController().signal,
  pageOf: (_, {requests, leftOut: left}) =>
    [...requests.map(({paths}) => paths[0]), ...left.map(({path}) => `left out ${path}`)].join(', '),
  ...more,
})
const pass = (more: Partial<Parameters<typeof tellOutcome>[2]>) => ({
  runs: [],
  renewed: [],
  submitted: null,
  newlyLeftOut: [],
  ...more,
})
const runOf = (more: Partial<RunRecord>): RunRecord => record({leftOut: [], requests: [], ...more})
const told = () => pullRequests.comments.map(({number, kind, body}) => `#${number} ${kind}: ${body}`)
const warnings = () => log.lines.map(({message}) => message)

describe('what became of a run', () => {
  it('is told once to each pull request that brought a part of it', async () => {
    const requests = [requestOf(5, 'a.yaml'), requestOf(5, 'b.yaml'), requestOf(6)]

    const written = await tellOutcome(world(), 'main', pass({runs: [runOf({runId: 'r1', requests})]}))

    expect(told()).toEqual(['#5 outcome r1: a.yaml, b.yaml', '#6 outcome r1: replay-requests/6.yaml'])
    expect(written).toHaveLength(2)
    expect(asked).toEqual([commitOf(5), commitOf(6)])
    expect(warnings()).toEqual([])
  })

  it('goes to the pull request of the approvals, without asking whose commit it is', async () => {
    const requests = [{...requestOf(5), approval: evidence}]

    await tellOutcome(world(), 'main', pass({runs: [runOf({runId: 'r1', requests})]}))

    expect(told()).toEqual(['#7 outcome r1: replay-requests/5.yaml'])
    expect(asked).toEqual([])
  })

  it('is told of a refusal once: not again by a run that met it again', async () => {
    const files = [leftOut('replay-requests/8.yaml'), leftOut('replay-requests/9.yaml')]
    const runs = [runOf({runId: 'r2', leftOut: files})]

    await tellOutcome(world(), 'main', pass({runs, submitted: 'r2', newlyLeftOut: [leftOut('replay-requests/9.yaml')]}))

    expect(told()).toEqual(['#9 outcome r2: left out replay-requests/9.yaml'])
  })

  it('is told of every refusal of a run that an earlier runner left before it told anybody', async () => {
    const runs = [runOf({runId: 'r1', leftOut: [leftOut('replay-requests/8.yaml')]})]

    await tellOutcome(world(), 'main', pass({runs}))

    expect(told()).toEqual(['#8 outcome r1: left out replay-requests/8.yaml'])
  })

  it('is told anew in its place when files came back', async () => {
    await tellOutcome(world(), 'main', pass({runs: [runOf({runId: 'r1', requests: [requestOf(5)]})]}))

    const renewed = [runOf({runId: 'r1', requests: [requestOf(5)], leftOut: [leftOut('replay-requests/8.yaml')]})]
    await tellOutcome(world({pageOf: () => 'They came back.'}), 'main', pass({renewed}))

    expect(told()).toEqual(['#5 outcome r1: They came back.'])
  })

  it('is told to nobody for a file that came by no pull request', async () => {
    const runs = [runOf({requests: [{...requestOf(5), introduction: null}]})]

    expect(await tellOutcome(world(), 'main', pass({runs}))).toEqual([])
    expect(warnings()).toEqual([])
  })

  it('is told to the others when one pull request refuses it', async () => {
    const plain = {...pullRequests}
    pullRequests.putComment = async (number, ...comment) => {
      if (number === 5) throw new ReplayError('GITHUB_REFUSED', 'The conversation is locked.')
      return plain.putComment(number, ...comment)
    }

    await tellOutcome(world(), 'main', pass({runs: [runOf({runId: 'r1', requests: [requestOf(5), requestOf(6)]})]}))

    expect(told()).toEqual(['#6 outcome r1: replay-requests/6.yaml'])
    expect(warnings()).toMatchInlineSnapshot(`
      [
        "Pull request #5 was not told: GITHUB_REFUSED: The conversation is locked.",
        "1 pull request was not told what became of what they asked for. The run and its report stand.",
      ]
    `)
  })

  it('is told to the others when GitHub does not know a commit', async () => {
    const {mergedWith, ...others} = world().pullRequests
    const unknown = async (commit: string, base: string): Promise<readonly number[]> => {
      if (commit === commitOf(5)) throw new ReplayError('GITHUB_REFUSED', 'No commit found for SHA.')
      return mergedWith(commit, base)
    }

    const runs = [runOf({runId: 'r1', requests: [requestOf(5), requestOf(6)]})]
    await tellOutcome(world({pullRequests: {...others, mergedWith: unknown}}), 'main', pass({runs}))

    expect(told()).toEqual(['#6 outcome r1: replay-requests/6.yaml'])
    expect(warnings()).toEqual([
      'Whose commit 000000000000 is was not found out: GITHUB_REFUSED: No commit found for SHA.',
    ])
  })

  it('is told no further where the token may not, and says so once', async () => {
    pullRequests.failWith(new ReplayError('GITHUB_PERMISSION_MISSING', 'The token lacks `pull_requests: write`.'))

    const runs = [runOf({requests: [requestOf(5), requestOf(6)]})]
    await tellOutcome(world(), 'main', pass({runs}))

    expect(warnings()).toMatchInlineSnapshot(`
      [
        "2 pull requests were not told what became of what they asked for: GITHUB_PERMISSION_MISSING: The token lacks \`pull_requests: write\`. The run and its report stand.",
      ]
    `)
  })

  it('is told to fifty pull requests at most, and the others are counted', async () => {
    const requests = Array.from({length: 53}, (_, index) => requestOf(100 + index))

    await tellOutcome(world(), 'main', pass({runs: [runOf({requests})]}))

    expect(pullRequests.comments).toHaveLength(50)
    expect(warnings()).toMatchInlineSnapshot(`
      [
        "3 pull requests were not told what became of what they asked for. The run and its report stand.",
      ]
    `)
  })

  it('holds nobody up when GitHub is silent: after half a minute the run ends', async () => {
    const slept: number[] = []
    const clock: TellingWorld['clock'] = {
      sleep: async (ms) => {
        slept.push(ms)
      },
    }
    pullRequests.putComment = () => new Promise(() => undefined)

    const runs = [runOf({requests: [requestOf(5), requestOf(6)]})]
    const written = await tellOutcome(world({clock}), 'main', pass({runs}))

    expect(written).toEqual([])
    expect(slept).toEqual([30_000])
    expect(warnings()).toMatchInlineSnapshot(`
      [
        "The pull requests were not told what became of what they asked for: GitHub took more than 30 seconds. The run and its report stand.",
      ]
    `)
  })

  it('ends at a signal, and writes no comment after it', async () => {
    const stopping = new AbortController()
    const plain = {...pullRequests}
    pullRequests.putComment = async (...comment) => {
      stopping.abort()
      return plain.putComment(...comment)
    }

    const runs = [runOf({runId: 'r1', requests: [requestOf(5), requestOf(6)]})]
    await tellOutcome(world({stopping: stopping.signal}), 'main', pass({runs}))
    await wait(5)

    expect(told()).toEqual(['#5 outcome r1: replay-requests/5.yaml'])
    expect(warnings()).toMatchInlineSnapshot(`
      [
        "1 pull request was not told what became of what they asked for: the runner is to stop. The run and its report stand.",
      ]
    `)
  })
})
