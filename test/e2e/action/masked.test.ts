import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {dispatchEvent, pullRequestEvent, pushEvent} from '../../support/action/events.ts'
import {spawnAction, type ActionEnd, type ActionStart} from '../../support/action/spawn-action.ts'
import {checkedOut, pullRequestWorkspace} from '../../support/action/workspace.ts'

const key = '-----BEGIN RSA PRIVATE KEY-----\ncanaryKeyOne0001\ncanaryKeyTwo0002\n-----END RSA PRIVATE KEY-----'

const environment = {
  DATABASE_URL: 'postgresql://planner:canary%2Fdb%40password@127.0.0.1:9/cqube?sslmode=disable',
  PGPASSWORD: 'canary-pgpassword',
  AWS_SECRET_ACCESS_KEY: 'canary-aws-secret',
  AWS_SESSION_TOKEN: 'canary-aws-session',
  CQUBE_REPLAY_NIFI_PASSWORD: 'canary-nifi-password',
  CQUBE_REPLAY_NIFI_TOKEN: 'canary-nifi-token',
  CQUBE_REPLAY_NIFI_DATABASE_PASSWORD: 'canary-nifi-database',
  ACTIONS_RUNTIME_TOKEN: 'canary-runtime-token',
  SMTP_PASSPHRASE: 'canary-passphrase',
  HTTPS_PROXY: 'http://proxy:canary-proxy@127.0.0.1:9',
}
const inputs = {token: 'canary-input-token', 'app-id': '4711', 'app-private-key': key}
/** What somebody could make use of, one way or the other. */
const canaries = [
  'canary%2Fdb%40password',
  'canary/db@password',
  'canary-proxy',
  'canaryKeyOne0001',
  'canaryKeyTwo0002',
  ...Object.values(environment).filter((value) => !value.includes('://')),
  inputs.token,
]

let remote: GitRemote
beforeEach(() => {
  remote = createGitRemote()
})
afterEach(() => {
  remote.remove()
})

const started = (start: Omit<ActionStart, 'environment'>): Promise<ActionEnd> =>
  spawnAction({...start, environment, inputs: {...inputs, ...start.inputs}})
const found = ({everything}: ActionEnd): readonly string[] => canaries.filter((canary) => everything.includes(canary))

describe('secrets of a job', () => {
  it('are masked before anything is said, in each form that a text could have them in', async () => {
    const end = await started({event: dispatchEvent(), workspace: checkedOut(remote, 'refs/heads/main')})

    expect(canaries.filter((canary) => !end.masked.includes(canary))).toEqual([])
    const [first] = end.stdout.split('\n').filter((line) => line !== '')
    expect(first).toMatch(/^::add-mask::/)
    expect(found(end)).toEqual([])
  })

  it.each(['validate', 'plan', 'run'])(
    'are in nothing that %s writes, also when all that it asks fails',
    async (command) => {
      const wrong = 'reason: No month thirteen\nreplay: {crc: {year: 2021, months: [13]}}\n'
      remote.commit({'replay-requests/march.yaml': wrong}, {branch: 'requests'})
      const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')
      const head = remote.git(['rev-parse', 'main'])

      const ends = [
        await started({event: pullRequestEvent(facts), workspace: directory, inputs: {command}}),
        await started({
          event: pushEvent(head, head),
          workspace: checkedOut(remote, 'refs/heads/main'),
          inputs: {command},
        }),
      ]

      expect(ends.flatMap(found)).toEqual([])
      // A job that says nothing would keep every secret.
      for (const {outputs} of ends) expect(outputs['exit-code']).toMatch(/^\d+$/)
    },
  )
})
