import {Argument, Option, type Command} from 'commander'
import {exitCodes} from '../core/error-catalogue.ts'
import type {Shell} from './completion/completion.ts'
import type {InitOptions} from './init.ts'
import type {GlobalOptions} from './terminal.ts'
import type {SettingsOptions} from './settings.ts'
import {withExamples, type ProgramContext} from './program-context.ts'

/** Beginning: a repository, its settings, and whether everything is there. */
export function addStartCommands(program: Command, {terminal, finish}: ProgramContext): void {
  const init = program
    .command('init')
    .description(
      "make a folder an operator's repository: settings, requests, schemas, workflows; changes no file that is there",
    )
    .argument('[folder]', 'a git checkout, or a folder to make one of (default: the current one)')
    .option('--remote <remote>', 'name or address of the remote (default: origin)')
    .option('--branch <branch>', 'the protected branch (default: that of the remote, or main)')
    .option('--time-zone <zone>', 'IANA name of the zone of reports (default: Asia/Kolkata)')
    .option('--emission <folder>', 'directory of the emission store (default: emission)')
    .option('--outputs <folder>', 'directory of the output store (default: none)')
    .addOption(
      new Option('--forge <forge>', 'whether workflows for GitHub are wanted (default: as the remote tells)').choices([
        'github',
        'none',
      ]),
    )
    .option('--action <action>', 'the copy of cqube-replay that workflows use: OWNER/NAME@COMMIT')
    .option('--force', 'replace files that differ; a copy of each stays beside it')
    .action(async (folder: string | undefined, _, called: Command) => {
      const {initialise} = await import('./init.ts')
      finish(await initialise(terminal, folder, called.optsWithGlobals<InitOptions>()))
    })
  withExamples(
    init,
    'cqube-replay init',
    'cqube-replay init state-replays --remote git@git.example.org:state/replays.git --emission /opt/cqube/emission',
    'cqube-replay init --forge github',
  )

  const settings = program
    .command('settings')
    .description('show every setting that is in force, and where it was said; no password')
    .option('--protected', 'those of the protected branch, which a run goes by')
    .action(async (_, called: Command) => {
      const {showSettings} = await import('./settings.ts')
      finish(await showSettings(terminal, called.optsWithGlobals<SettingsOptions>()))
    })
  withExamples(settings, 'cqube-replay settings', 'cqube-replay settings --protected --json')

  const doctor = program
    .command('doctor')
    .description('check database, rights, ledger, remote and disks, each with its fix; changes nothing')
    .action(async (_, called: Command) => {
      const {examine} = await import('./doctor.ts')
      finish(await examine(terminal, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(
    doctor,
    'cqube-replay doctor',
    'cqube-replay doctor --json | jq \'.checks[] | select(.status == "failure")\'',
  )

  const completion = program
    .command('completion')
    .description('print the script that lets a shell complete commands, options and files')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish'] satisfies Shell[]))
    .action(async (shell: Shell) => {
      const {completionScript} = await import('./completion/completion.ts')
      terminal.stdout.write(completionScript(shell, program))
      finish(exitCodes.done)
    })
  withExamples(
    completion,
    'source <(cqube-replay completion bash)',
    'cqube-replay completion fish > ~/.config/fish/completions/cqube-replay.fish',
  )
}
