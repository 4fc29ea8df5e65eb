import {Command, Option} from 'commander'
import packageJson from '../../package.json' with {type: 'json'}
import {commandExamples, rootHelp} from './help-text.ts'
import type {GrantOptions} from './database.ts'
import type {DemoOptions} from './demo.ts'
import type {PlanOptions} from './plan.ts'
import type {RunOptions} from './run.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'
import {validateFiles, type ValidateOptions} from './validate.ts'

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
  const command = (parent: Command, name: string, description: string): Command =>
    parent
      .command(name)
      .description(description)
      .addHelpText('after', commandExamples[name.split(' ')[0] ?? ''] ?? '')

  command(program, 'validate', 'check request files and settings; needs no database')
    .argument('[paths...]', 'files or folders (default: all request files)')
    .addOption(new Option('--format <format>', 'how problems are written').choices(['pretty', 'json']))
    .action(async (paths: string[], _, called: Command) => {
      finish(await validateFiles(terminal, paths, called.optsWithGlobals<ValidateOptions>()))
    })
  command(program, 'plan', 'count what requests would delete; changes nothing in the database')
    .argument('[paths...]', 'files or folders (default: all that no run has settled)')
    .option('--write', 'put the counted rows into the files as their row contract `expect`')
    .action(async (paths: string[], _, called: Command) => {
      const {planFiles} = await import('./plan.ts')
      finish(await planFiles(terminal, paths, called.optsWithGlobals<PlanOptions>()))
    })
  command(program, 'run', 'delete what the requests on the protected branch ask for, and report it')
    .option('--rehearse', 'do all of it in one transaction and roll it back')
    .action(async (_, called: Command) => {
      const {runPending} = await import('./run.ts')
      finish(await runPending(terminal, called.optsWithGlobals<RunOptions>()))
    })
  command(program, 'status', 'show pending requests, unfinished and past runs, and who is active').action(
    async (_, called: Command) => {
      const {showStatus} = await import('./status.ts')
      finish(await showStatus(terminal, called.optsWithGlobals<GlobalOptions>()))
    },
  )
  command(program, 'demo', 'show a whole replay, with a PostgreSQL, a remote and data of its own, in a new folder')
    .option('--keep-running', 'keep its PostgreSQL running until Ctrl-C, to try things')
    .action(async (_, called: Command) => {
      const {showDemo} = await import('./demo.ts')
      finish(await showDemo(terminal, called.optsWithGlobals<DemoOptions>()))
    })
  command(program, 'pause', 'refuse every start of a run until `resume`')
    .option('--reason <text>', 'why, for those who meet it')
    .action(async (_, called: Command) => {
      const {pause} = await import('./pause.ts')
      finish(await pause(terminal, called.optsWithGlobals<GlobalOptions & {reason?: string}>()))
    })
  command(program, 'resume', 'lift the pause').action(async (_, called: Command) => {
    const {resume} = await import('./pause.ts')
    finish(await resume(terminal, called.optsWithGlobals<GlobalOptions>()))
  })
  addDatabaseCommands(program, command, terminal, finish)
  return program
}

function addDatabaseCommands(
  program: Command,
  command: (parent: Command, name: string, description: string) => Command,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): void {
  const database = command(program, 'db', 'install and look after the ledger; for administrators of the database')
  command(database, 'migrate', 'install the ledger or bring it up to date').action(async (_, called: Command) => {
    const {migrateLedger} = await import('./database.ts')
    finish(await migrateLedger(terminal, called.optsWithGlobals<GlobalOptions>()))
  })
  command(database, 'grants', 'print the SQL that gives each role its rights; runs none of it')
    .option('--planner <role>', 'role that may plan')
    .option('--runner <role>', 'role that may run')
    .option('--nifi <role>', 'role that NiFi connects with')
    .option('--owner <role>', "owner of the ledger, where another role owns cQube's tables")
    .action(async (_, called: Command) => {
      const {printGrants} = await import('./database.ts')
      finish(await printGrants(terminal, called.optsWithGlobals<GrantOptions>()))
    })
  const catalogue = command(database, 'catalogue', 'the tables behind each data source')
  command(catalogue, 'apply', 'install data sources or tables from a file')
    .argument('<file>', 'a catalogue file')
    .action(async (file: string, _, called: Command) => {
      const {applyCatalogue} = await import('./database.ts')
      finish(await applyCatalogue(terminal, file, called.optsWithGlobals<GlobalOptions>()))
    })
}
