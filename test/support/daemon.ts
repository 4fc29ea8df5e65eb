import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {PassThrough} from 'node:stream'
import {runDaemon} from '../../src/cli/daemon.ts'
import type {DaemonOptions} from '../../src/cli/daemon-options.ts'
import {failureOf} from '../../src/entries/failure.ts'
import type {Terminal} from '../../src/cli/terminal.ts'
import type {DaemonState} from '../../src/ports/daemon-memory.ts'
import type {Operator} from './operator.ts'

export interface LogLine {
  readonly at: string
  readonly level: 'progress' | 'warning'
  readonly message: string
  readonly tick?: string
}

export interface DaemonEnd {
  readonly exitCode: number
  readonly stdout: string
  readonly log: readonly LogLine[]
  readonly warnings: readonly string[]
}

type Options = Omit<DaemonOptions, 'json'> & {readonly environment?: Readonly<Record<string, string>>}

/** `cqube-replay daemon --once --json` in the operator's checkout, in this process. */
export async function tickOf(operator: Operator, options: Options = {}): Promise<DaemonEnd> {
  const {environment, ...words} = options
  let [stdout, stderr] = ['', '']
  const terminal: Terminal = {
    directory: operator.git.checkout,
    environment: {...operator.surroundings().environment, ...environment},
    stdout: {write: (text) => (stdout += text)},
    stdin: new PassThrough(),
    stderr: {write: (text) => (stderr += text)},
    runner: 'daemon-1 (pid 1)',
    person: 'asha on daemon-1',
    onSignal: () => undefined,
    exitAtOnce: () => undefined,
  }
  const exitCode = await runDaemon(terminal, {once: true, json: true, ...words}).catch((error: unknown) => {
    const {code, message, exitCode: exit} = failureOf(error)
    stderr += `${JSON.stringify({level: 'warning', message: `${code}: ${message}`})}\n`
    return exit
  })
  const log = stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine)
  const warnings = log.filter(({level}) => level === 'warning').map(({message}) => message)
  return {exitCode, stdout, log, warnings}
}

export const stateFolder = ({git}: Operator): string => join(git.checkout, 'cqube-replay-state')

export const stateOf = (operator: Operator): DaemonState =>
  JSON.parse(readFileSync(join(stateFolder(operator), 'state.json'), 'utf8')) as DaemonState
