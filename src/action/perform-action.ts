import {readFile} from 'node:fs/promises'
import {exitCodes} from '../core/error-catalogue.ts'
import {defaultBranchOf, workflowEvent} from '../core/github/event.ts'
import {bullets, code, line, page} from '../core/report/markdown.ts'
import {ReplayError} from '../core/replay-error.ts'
import {failureOf, type Failure} from '../entries/failure.ts'
import type {StoppableProcess} from '../entries/stop-points.ts'
import type {ActionCall, ActionCommand} from './action-call.ts'
import type {ActionIo} from './action-io.ts'
import {checkedInputs, type CommandName} from './checked-inputs.ts'
import {handedOn} from './handed-on.ts'
import {secretTexts} from './masked-secrets.ts'

/** The process that the runner of GitHub started. */
export interface ActionProcess {
  readonly environment: ActionCall['environment']
  readonly directory: string
  readonly process: StoppableProcess
  readonly host: string
}

const commands: Readonly<Record<CommandName, () => Promise<ActionCommand>>> = {
  validate: async () => (await import('./validate-action.ts')).validate,
  plan: async () => (await import('./plan-action.ts')).plan,
  run: async () => (await import('./run-action.ts')).run,
}

const outcomes: Readonly<Record<number, string>> = {
  [exitCodes.done]: 'done',
  [exitCodes.problems]: 'problems',
  [exitCodes.refused]: 'refused',
  [exitCodes.remoteFailed]: 'remote_failed',
  [exitCodes.stopped]: 'stopped',
  [exitCodes.reportNotPushed]: 'report_not_pushed',
  [exitCodes.otherRunner]: 'other_runner',
  [exitCodes.bug]: 'bug',
}

/**
 * Does what the workflow asks for, and tells it how it ended, also when it failed.
 * @returns the exit code
 */
export async function performAction(io: ActionIo, started: ActionProcess): Promise<number> {
  io.mask(secretTexts(started.environment))
  const environment = handedOn(started.environment, io)
  const {exitCode, code: errorCode} = await perform(io, {...started, environment})
  io.setOutput('exit-code', exitCode)
  io.setOutput('outcome', outcomes[exitCode] ?? 'bug')
  io.setOutput('code', errorCode)
  return exitCode
}

async function perform(io: ActionIo, started: ActionProcess): Promise<{exitCode: number; code: string}> {
  try {
    const {command} = checkedInputs(io)
    const payload = await payloadOf(started.environment)
    const act = await commands[command]()
    return {exitCode: await act(callOf(io, started, payload)), code: ''}
  } catch (error) {
    const failure = failureOf(error)
    await tell(io, failure)
    return {exitCode: failure.exitCode, code: failure.code}
  }
}

const callOf = (
  io: ActionIo,
  {environment, directory, process, host}: ActionProcess,
  payload: unknown,
): ActionCall => ({
  input: io.input,
  event: workflowEvent(environment['GITHUB_EVENT_NAME'] ?? '', payload),
  defaultBranch: defaultBranchOf(payload),
  environment,
  directory,
  process,
  runner: runnerName(environment, host),
  setOutput: io.setOutput,
  log: io.log,
  annotate: io.annotate,
  summarise: io.summarise,
})

/** The job, so that whoever reads a report finds its log. */
function runnerName(environment: ActionCall['environment'], host: string): string {
  const {GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt} = environment
  if (repository === undefined || run === undefined) return host
  return `${repository} job of workflow run ${run}, attempt ${attempt ?? '1'} (${host})`
}

/** @throws {ReplayError} EVENT_REFUSED */
async function payloadOf({
  GITHUB_EVENT_NAME: name = '',
  GITHUB_EVENT_PATH: path = '',
}: ActionCall['environment']): Promise<unknown> {
  if (name === '') {
    throw new ReplayError(
      'EVENT_REFUSED',
      'GITHUB_EVENT_NAME is not set: this is no job of a workflow. Nothing was done.',
    )
  }
  try {
    return path === '' ? {} : JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ReplayError(
      'EVENT_REFUSED',
      `The payload of the event in GITHUB_EVENT_PATH cannot be read: ${why}. Nothing was done.`,
    )
  }
}

/** In the log, above the files, and in the summary: whoever looks at one of them sees it. */
async function tell(io: ActionIo, {code: errorCode, message, fix, stack}: Failure): Promise<void> {
  io.fail(errorCode, `${message}\nFix: ${fix}`)
  if (stack !== null) io.log(stack)
  // Of settings every mistake stands in lines of its own.
  const said = message
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => line`${text.trim()}`)
  const told = [line`## cqube-replay stopped: ${code(errorCode)}`, bullets([...said, line`**Fix:** ${fix}`])]
  await io.summarise(page(told)).catch(() => undefined)
}
