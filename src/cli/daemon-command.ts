import type {Command} from 'commander'
import type {DaemonOptions} from './daemon-options.ts'
import {withExamples, type ProgramContext} from './program-context.ts'

export function addDaemonCommand(program: Command, {terminal, finish}: ProgramContext): void {
  const daemon = program
    .command('daemon')
    .description('start runs by the schedule in the settings of the protected branch, until it is stopped')
    .option('--remote <address>', 'where the requests are (default: the remote of the checkout it is started in)')
    .option('--branch <name>', 'the protected branch (default: git.branch of the checkout, or main)')
    .option(
      '--state <folder>',
      'its own folder, for what it knows and a mirror of the remote (default: cqube-replay-state)',
    )
    .option('--once', 'one run now, then end with the exit code of that run')
    .option('--accept-rewritten <commit>', 'take the branch as it is now, although its history was rewritten')
    .action(async (_, called: Command) => {
      const {runDaemon} = await import('./daemon.ts')
      finish(await runDaemon(terminal, called.optsWithGlobals<DaemonOptions>()))
    })
  withExamples(
    daemon,
    'cqube-replay daemon',
    'cqube-replay daemon --remote git@github.com:state/replay.git --state /var/lib/cqube-replay',
    'cqube-replay daemon --once --json',
  )
}
