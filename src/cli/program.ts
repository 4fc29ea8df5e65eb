import {Command} from 'commander'
import packageJson from '../../package.json' with {type: 'json'}
import {addArchiveCommands} from './archive-commands.ts'
import {addChooseCommands} from './choose-commands.ts'
import {addDaemonCommand} from './daemon-command.ts'
import {addDatabaseCommands} from './database-commands.ts'
import {addDemoCommand} from './demo-command.ts'
import {addFollowCommands} from './follow-commands.ts'
import {rootHelp} from './help-text.ts'
import {addNifiCommands} from './nifi-commands.ts'
import {addRequestCommands} from './request-commands.ts'
import {addRunCommands} from './run-commands.ts'
import {addStartCommands} from './start-commands.ts'
import type {ProgramContext} from './program-context.ts'
import type {Terminal} from './terminal.ts'

/** In the order of the help: a group a file. */
const groups: readonly ((program: Command, context: ProgramContext) => void)[] = [
  addStartCommands,
  addChooseCommands,
  addRequestCommands,
  addRunCommands,
  addDaemonCommand,
  addFollowCommands,
  addDemoCommand,
  addArchiveCommands,
  addNifiCommands,
  addDatabaseCommands,
]

/**
 * The commands and their options. What a command needs is loaded when it is called, so that `validate`, which editors
 * and hooks start all the time, does not wait for the clients of database and git.
 * @param finish is called with the exit code
 */
export function createProgram(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const program = new Command('cqube-replay')
    .description('Deletes slices of cQube data once, as reviewed requests in Git ask for it.')
    .version(packageJson.version)
    .option('--json', 'write one JSON object to standard output, and nothing else there')
    .option('-C, --directory <folder>', 'act as if started in this folder')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: () => undefined,
    })
    .configureHelp({showGlobalOptions: true})
    .addHelpText('after', rootHelp)
  for (const add of groups) add(program, {terminal, finish})
  return program
}
