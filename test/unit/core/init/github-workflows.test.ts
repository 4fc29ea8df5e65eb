import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {inputs} from '../../../../src/action/registry.ts'
import {unknownAction} from '../../../../src/core/init/action-reference.ts'
import {
  wantedWorkflows,
  workflowNames,
  workflowText,
  type WorkflowContext,
  type WorkflowName,
} from '../../../../src/core/init/github-workflows.ts'
import {read} from '../settings/settings-text.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly if?: string
  readonly 'runs-on': unknown
  readonly environment?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: unknown
  readonly concurrency: {readonly 'cancel-in-progress': boolean}
  readonly jobs: Readonly<Record<string, Job>>
}

const action = `state/cqube-replay@${'0a1b2c3d4e'.repeat(4)} # v1.0.0`
const template = (name: WorkflowName): string => readFileSync(`templates/github/cqube-replay-${name}.yml`, 'utf8')

function context(settings = '', forge: WorkflowContext['forge'] = 'github'): WorkflowContext {
  const {settings: known, problems} = read(settings)
  expect(problems).toEqual([])
  if (known === null) throw new Error('These settings hold mistakes.')
  return {settings: known, forge, action}
}

const text = (name: WorkflowName, of = context()): string => workflowText(template(name), of)
const workflow = (name: WorkflowName, of = context()): Workflow => parse(text(name, of)) as Workflow
const job = (name: WorkflowName, of = context()): Job => {
  const {[name]: found} = workflow(name, of).jobs
  if (found === undefined) throw new Error(`${name} has no job of its name.`)
  return found
}
const ownStep = (name: WorkflowName, of = context()): Step | undefined =>
  job(name, of).steps.find(({uses}) => uses?.startsWith('state/cqube-replay@'))

describe('each workflow that init writes', () => {
  it.each<[WorkflowName, string[], Job['permissions'], string | undefined]>([
    ['validate', ['pull_request', 'merge_group'], {contents: 'read'}, undefined],
    ['comment', ['workflow_run'], {actions: 'read', contents: 'read', 'pull-requests': 'write'}, undefined],
    ['plan', ['pull_request', 'workflow_dispatch'], {contents: 'read', 'pull-requests': 'write'}, 'cqube-replay-plan'],
    ['run', ['push', 'schedule', 'workflow_dispatch'], {contents: 'write', 'pull-requests': 'write'}, 'cqube-replay'],
  ])('may do what it must, and no more: %s', (name, events, permissions, environment) => {
    const {on, permissions: ofAll, jobs} = workflow(name)

    expect(Object.keys(on)).toEqual(events)
    expect(ofAll).toEqual({})
    expect(Object.keys(jobs)).toEqual([name])
    expect(job(name)).toMatchObject({permissions})
    expect(job(name).environment).toBe(environment)
  })

  it.each(workflowNames)('keeps no token on disk, cancels nothing and has no script: %s', (name) => {
    const checkouts = job(name).steps.filter(({uses}) => uses?.startsWith('actions/checkout@'))

    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual([false])
    expect(workflow(name).concurrency['cancel-in-progress']).toBe(false)
    expect(job(name).steps.filter(({run}) => run !== undefined)).toEqual([])
  })

  it.each(workflowNames)('asks the Action for what it knows: %s', (name) => {
    const everything = context('approval: {provider: github, approvers: [state/owners]}\n')

    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(ownStep(name, everything)?.with ?? {})))
  })

  it.each(workflowNames)('goes by the settings, with nothing of the defaults left: %s', (name) => {
    const settings = 'git: {branch: rel/1.0}\nrequests: {directory: state/requests}\nschedule: {cron: [5 5 * * *]}\n'

    const written = text(name, context(settings))

    expect(written).not.toMatch(/'main'|refs\/heads\/main|branch main|replay-requests|0 22 \* \* \*|#\?/)
    expect(written).not.toContain(unknownAction)
    expect(written).toContain(action)
  })

  it('is right as it lies in templates/', () => {
    for (const name of workflowNames) expect(() => parse(template(name)) as unknown, name).not.toThrow()
  })
})

describe('what a fork can reach', () => {
  it.each<WorkflowName>(['validate', 'comment'])('holds no secret: %s', (name) => {
    expect(text(name)).not.toMatch(/secrets\.|vars\./)
    expect(job(name)['runs-on']).toBe('ubuntu-latest')
  })

  it('is not the plan', () => {
    expect(job('plan').if).toBe(
      'github.event.pull_request.head.repo.full_name == github.repository || ' +
        "(github.event_name == 'workflow_dispatch' && github.ref == 'refs/heads/main')",
    )
  })

  it('is not what writes comments: it checks out the protected branch', () => {
    expect(job('comment').steps[0]?.with?.['ref']).toBe('main')
    expect(job('comment').steps.filter(({uses}) => uses?.startsWith('actions/checkout@'))).toHaveLength(1)
  })

  it('cannot make a required check wait for ever: it has no filter of paths', () => {
    expect(workflow('validate').on['pull_request']).toEqual({branches: ['main']})
  })
})

describe('the run', () => {
  it('acts on the protected branch alone, on a runner of its own', () => {
    expect(job('run')).toMatchObject({
      if: "github.ref == 'refs/heads/main'",
      'runs-on': ['self-hosted', 'cqube-replay-run'],
    })
    expect(job('plan')['runs-on']).toEqual(['self-hosted', 'cqube-replay-plan'])
  })

  it('has secrets in the one step that needs them', () => {
    const settings = 'emission: {storage: s3, bucket: replays}\nnifi: {address: "https://nifi", sign_in: token}\n'
    const of = context(`${settings}approval: {provider: github, approvers: [state/owners]}\n`)
    const others = job('run', of).steps.filter(({uses}) => uses?.startsWith('actions/'))

    expect(Object.keys(ownStep('run', of)?.env ?? {})).toEqual([
      'DATABASE_URL',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'CQUBE_REPLAY_NIFI_TOKEN',
    ])
    expect(ownStep('run', of)?.with).toHaveProperty('app-private-key')
    expect(JSON.stringify(others)).not.toContain('secrets.')
    expect(workflow('run', of)).not.toHaveProperty('env')
    expect(job('run', of)).not.toHaveProperty('env')
  })

  it('has those alone that the settings ask for', () => {
    expect(ownStep('run')?.env).toEqual({DATABASE_URL: '${{ secrets.DATABASE_URL }}'})
    expect(ownStep('run')?.with).not.toHaveProperty('app-id')
  })

  it('by hand is a dry run until somebody says otherwise, and elsewhere never', () => {
    expect(workflow('run').on['workflow_dispatch']).toMatchObject({inputs: {'dry-run': {default: true}}})
    expect(ownStep('run')?.with?.['dry-run']).toBe("${{ inputs.dry-run || 'false' }}")
  })

  it('has no schedule where the settings have none', () => {
    expect(Object.keys(workflow('run', context('schedule: {cron: []}\n')).on)).toEqual(['push', 'workflow_dispatch'])
  })
})

describe('the workflows that are wanted', () => {
  it.each<[string, string, WorkflowContext['forge'], WorkflowName[]]>([
    ['all', '', 'github', ['run', 'plan', 'comment', 'validate']],
    ['no plan by a daemon twice', 'pull_requests: {plan_by_daemon: true}\n', 'github', ['run', 'comment', 'validate']],
    ['no comments', 'pull_requests: {comment: false}\n', 'github', ['run', 'plan', 'validate']],
    ['no artifacts on a server', '', 'github-server', ['run', 'plan', 'validate']],
  ])('%s', (_, settings, forge, wanted) => {
    const of = context(settings, forge)

    expect(wantedWorkflows(of)).toEqual(wanted)
    expect(text('validate', of).includes('verdict')).toBe(wanted.includes('comment'))
  })

  it('may commit a row contract where the settings say so, in the plan alone', () => {
    const of = context('pull_requests: {commit_expect: true}\n')

    expect(job('plan', of).permissions).toEqual({contents: 'write', 'pull-requests': 'write'})
    expect(ownStep('plan', of)?.env).toHaveProperty('CQUBE_REPLAY_GIT_TOKEN')
    expect(ownStep('plan')?.env).toEqual({DATABASE_URL: '${{ secrets.DATABASE_URL }}'})
    expect(job('validate', of).permissions).toEqual({contents: 'read'})
  })

  it('use no runner of GitHub on a server, which has none', () => {
    expect(job('validate', context('', 'github-server'))['runs-on']).toEqual(['self-hosted', 'cqube-replay-validate'])
  })
})
