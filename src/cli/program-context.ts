import type {Command} from 'commander'
import type {Terminal} from './terminal.ts'

/** What a group of commands is added with. */
export interface ProgramContext {
  readonly terminal: Terminal
  /** Is called with the exit code. */
  readonly finish: (exitCode: number) => void
}

/** Shell lines after the options of a command's help, each after a `$`. */
export const withExamples = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n'))
