import {PassThrough} from 'node:stream'
import {commandLine} from '../../src/cli/command-line.ts'
import type {Ended} from './command-line.ts'
import type {Operator} from './operator.ts'

/** Calls the program in this process, in an operator's checkout, where nobody answers questions. */
export async function callProgram(
  operator: Operator,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  let [stdout, stderr] = ['', '']
  const exitCode = await commandLine(words, {
    directory: operator.git.checkout,
    environment: {...operator.surroundings().environment, ...environment},
    stdout: {write: (text) => (stdout += text)},
    stdin: new PassThrough(),
    stderr: {write: (text) => (stderr += text)},
    runner: 'test (pid 1)',
    person: 'test',
    onSignal: () => undefined,
    exitAtOnce: () => undefined,
  })
  return {exitCode, stdout, stderr}
}
