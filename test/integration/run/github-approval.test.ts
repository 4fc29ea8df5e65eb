import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'
import {onePass} from '../../support/one-pass.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'

const approval = {provider: 'github', approvers: ['meera', 'binu'], large_from_rows: 4}
const march = requestText({student_attendance: {year: '2020', months: ['03']}})
const april = requestText({student_attendance: {year: '2020', months: ['04']}})

describe.each(servers)('reviews on GitHub decide what a run takes, on $name', ({name}) => {
  let operator: Operator
  let github: GithubServer
  beforeEach(async () => {
    operator = await createOperator(name, {content: 'tables', settings: {approval}})
    github = await startGithub({git: operator.git.remote, people: {asha: 'write', meera: 'write', binu: 'write'}})
    await operator.load('student_attendance', '2020-03', ['1.1', '1.2'])
    await operator.load('student_attendance', '2020-04', ['1.3'])
  })
  afterEach(async () => {
    await github.close()
    await operator.remove()
  })

  /** Asha's pull request, merged. */
  function merge(number: number, file: string, text: string): void {
    const {git} = operator
    const colleague = join(git.root, 'colleague')
    const branch = `request-${number}`
    git.commit({[`replay-requests/${file}`]: text}, {branch})
    git.git(['checkout', '--quiet', 'main'], colleague)
    git.git(['merge', '--quiet', '--no-ff', '--message', `Merge pull request #${number}`, branch], colleague)
    git.git(['push', '--quiet', 'origin', 'main'], colleague)
    const merged = git.git(['rev-parse', 'main'])
    github.pull({author: 'asha', head: branch, merged, number})
  }

  const run = () => {
    const surroundings = operator.surroundings()
    const environment = {...surroundings.environment, ...github.environment(github.token())}
    return onePass({...surroundings, environment})
  }

  it('each by its own: what is not approved yet waits, and an approval after the merge is taken by the next run', async () => {
    merge(7, 'march.json', march)
    merge(8, 'april.json', april)
    github.review({pull: 7, by: 'meera'})
    github.review({pull: 8, by: 'meera'})

    const first = await run()
    const afterFirst = await operator.live()
    github.review({pull: 7, by: 'binu'})
    const second = await run()

    expect([first.exitCode, second.exitCode]).toEqual([2, 0])
    expect(first.plan?.leftOut).toMatchObject([{path: 'replay-requests/march.json', reason: 'APPROVAL_MISSING'}])
    expect(first.plan?.leftOut[0]?.message).toContain('1 of 2 approvals that count (for so many rows)')
    const tags = afterFirst.filter((row) => row.includes('attendance')).map((row) => row.split(':')[1])
    expect([...new Set(tags)]).toEqual(['1.1', '1.2'])
    expect(onlyRun(second).requests[0]?.approval).toMatchObject({
      provider: 'github',
      pullRequest: 7,
      because: 'rows',
      approvals: [{approver: 'meera'}, {approver: 'binu'}],
    })
    expect((await operator.live()).filter((row) => row.includes('attendance'))).toEqual([])
  })

  it('and a GitHub that does not answer deletes nothing; the next run asks again', async () => {
    merge(8, 'april.json', april)
    github.review({pull: 8, by: 'meera'})
    const before = await operator.live()
    github.fault({route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', meets: {status: 502}, times: 3})

    const first = await run()
    const afterFirst = await operator.live()
    const second = await run()

    expect([first.exitCode, second.exitCode]).toEqual([3, 0])
    expect(first.plan?.leftOut).toMatchObject([{path: 'replay-requests/april.json', reason: 'APPROVAL_UNKNOWN'}])
    expect(afterFirst).toEqual(before)
    expect(onlyRun(second).state).toBe('reported')
  })
})
