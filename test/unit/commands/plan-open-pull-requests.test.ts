import {describe, expect, it} from 'vitest'
import {planOpenPullRequests} from '../../../src/commands/plan-open-pull-requests.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import type {PullRequest} from '../../../src/ports/pull-requests.ts'
import {createFakeDaemonMemory} from '../../fakes/daemon-memory.ts'
import {createFakePullRequests, pullRequest} from '../../fakes/pull-requests.ts'

const at = (number: number, commit: string, more: Partial<PullRequest> = {}): PullRequest =>
  pullRequest(number, {head: {commit, branch: `branch-${number}`, repository: 'state/replay'}, ...more})

function daemonWith(...open: readonly PullRequest[]) {
  const pullRequests = createFakePullRequests(open)
  const memory = createFakeDaemonMemory()
  const [planned, warnings]: [string[], string[]] = [[], []]
  const failing = new Set<number>()
  const stop = new AbortController()
  const told = new Map<string, string>()
  const look = (): Promise<void> =>
    planOpenPullRequests(
      {
        open: (base) => pullRequests.open(base),
        planOne: async ({number, head}) => {
          if (failing.has(number)) throw new ReplayError('DATABASE_UNREACHABLE', 'It is down.')
          planned.push(`${number} ${head.commit}`)
          return head.commit
        },
        lineOf: (error) => (error instanceof ReplayError ? `${error.code}: ${error.message}` : String(error)),
        told,
        memory,
        log: {progress: () => undefined, warn: (line) => warnings.push(line), advance: () => undefined},
        stopping: stop.signal,
      },
      'main',
    )
  return {pullRequests, memory, planned, warnings, failing, stop, look}
}

describe('the daemon and open pull requests', () => {
  it('each last commit is planned once, also by the next daemon', async () => {
    const daemon = daemonWith(at(7, 'a'), at(8, 'b'))

    await daemon.look()
    await daemon.look()
    daemon.pullRequests.set(at(8, 'c'))
    await daemon.look()

    expect(daemon.planned).toEqual(['7 a', '8 b', '8 c'])
    expect(daemon.memory.state().plannedHeads).toEqual({7: 'a', 8: 'c'})
  })

  it('those of forks, into other branches and closed ones are none of its business', async () => {
    const {look, planned} = daemonWith(
      at(7, 'a', {isFork: true}),
      at(8, 'b', {base: {commit: 'x', branch: 'other'}}),
      at(9, 'c', {isOpen: false}),
    )

    await look()

    expect(planned).toEqual([])
  })

  it('a closed one is forgotten', async () => {
    const daemon = daemonWith(at(7, 'a'))
    await daemon.look()

    daemon.pullRequests.set(at(7, 'a', {isOpen: false}))
    await daemon.look()

    expect(daemon.memory.state().plannedHeads).toEqual({})
  })

  it('one that fails stops no other, is told once, and is tried again', async () => {
    const daemon = daemonWith(at(7, 'a'), at(8, 'b'))
    daemon.failing.add(7)

    await daemon.look()
    await daemon.look()

    expect(daemon.planned).toEqual(['8 b'])
    expect(daemon.warnings).toEqual(['Of pull request #7: DATABASE_UNREACHABLE: It is down.'])

    daemon.failing.clear()
    await daemon.look()
    expect(daemon.planned).toEqual(['8 b', '7 a'])
  })

  it('a GitHub that is down is told once, and keeps what is known', async () => {
    const daemon = daemonWith(at(7, 'a'))
    await daemon.look()

    daemon.pullRequests.failWith(new ReplayError('GITHUB_UNREACHABLE', 'No answer.'))
    await daemon.look()
    await daemon.look()

    expect(daemon.warnings).toEqual(['Of the list of pull requests: GITHUB_UNREACHABLE: No answer.'])
    expect(daemon.memory.state().plannedHeads).toEqual({7: 'a'})
  })

  it('twenty are planned at a look, the others at the next, and none once it is to stop', async () => {
    const daemon = daemonWith(...Array.from({length: 25}, (_, index) => at(index + 1, 'a')))

    await daemon.look()
    expect(daemon.planned).toHaveLength(20)

    daemon.stop.abort()
    await daemon.look()
    expect(daemon.planned).toHaveLength(20)
  })
})
