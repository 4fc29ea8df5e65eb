import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {isMissing} from '../../support/database.ts'
import {examined} from '../../support/examined.ts'
import {startGithub, type GithubServer} from '../../support/github/server.ts'
import {createOperator, type Operator} from '../../support/operator.ts'

const approval = {provider: 'github', approvers: ['anita', 'ravi', 'state/data-owners']}

describe.skipIf(isMissing('pg18'))('doctor where approvals are reviews on GitHub', () => {
  let operator: Operator
  let github: GithubServer
  beforeEach(async () => {
    operator = await createOperator('pg18', {settings: {approval}})
    github = await startGithub({git: operator.git.remote, people: {anita: 'write', ravi: 'read'}})
  })
  afterEach(async () => {
    await github.close()
    await operator.remove()
  })
  const token = () => github.token({permissions: {contents: 'read', pull_requests: 'read', members: 'read'}})

  it('names who may not push', async () => {
    github.team('state/data-owners', ['anita'])

    const {line} = await examined(operator.surroundings(), github.environment(token()))

    expect(line('GitHub')).toMatchInlineSnapshot(
      `"warning: GitHub answers, and 1 of 2 people in \`approval.approvers\` may push to state/replays; approvals of ravi do not count. Fix: Give them write access to the repository, or take them out of \`approval.approvers\`."`,
    )
  })

  it('names a team that the token does not see, and people whom GitHub does not know', async () => {
    const unseen = await examined(operator.surroundings(), github.environment(token()))
    operator.settings({approval: {...approval, approvers: ['anita', 'nobody-of-that-name']}})
    const unknown = await examined(operator.surroundings(), github.environment(token()))

    expect(unseen.line('GitHub')).toMatchInlineSnapshot(
      `"failure: GITHUB_PERMISSION_MISSING: GitHub does not show state/data-owners to this token, so approvals of its members do not count. Fix: Let the token read the members of the organisation (of a GitHub App: Members, read), and check the spelling: \`organisation/team\`."`,
    )
    expect(unseen.exitCode).toBe(2)
    expect(unknown.line('GitHub')).toMatchInlineSnapshot(
      `"warning: GitHub answers, and 1 of 2 people in \`approval.approvers\` may push to state/replays; approvals of nobody-of-that-name (no such account) do not count, and the others are too few. Fix: Give them write access to the repository, or take them out of \`approval.approvers\`."`,
    )
  })

  it('misses the token, and a GitHub that answers', async () => {
    const without = await examined(operator.surroundings(), {...github.environment(''), GITHUB_TOKEN: ''})
    const away = await examined(operator.surroundings(), {
      ...github.environment(token()),
      GITHUB_API_URL: 'http://127.0.0.1:1',
    })

    expect(without.line('GitHub')).toMatch(/^failure: GITHUB_PERMISSION_MISSING: There is no token for GitHub/)
    expect(away.line('GitHub')).toMatch(/^failure: GITHUB_UNREACHABLE: /)
  })
})
