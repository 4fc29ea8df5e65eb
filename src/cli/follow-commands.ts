import {Option, type Command} from 'commander'
import {runOutcomes} from '../core/run/run-record.ts'
import {countOption} from './count-option.ts'
import type {HistoryOptions} from './history/history.ts'
import {withExamples, type ProgramContext} from './program-context.ts'
import type {GlobalOptions} from './terminal.ts'

/** Looking at what is going on, and at what was. */
export function addFollowCommands(program: Command, {terminal, finish}: ProgramContext): void {
  const status = program
    .command('status')
    .description('show what is pending, running and awaited, and who is active')
    .action(async (_, called: Command) => {
      const {showStatus} = await import('./status.ts')
      finish(await showStatus(terminal, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(status, 'cqube-replay status', 'cqube-replay status --json')

  const history = program
    .command('history')
    .description('show past runs, newest first, and what they add up to')
    .option('--source <name>', 'runs that deleted from this data source')
    .option('--since <day>', 'from this day on, such as 2026-11-01')
    .option('--until <day>', 'up to this day, with it')
    .addOption(new Option('--outcome <outcome>', 'runs that ended so').choices(runOutcomes))
    .option('--request <path or id>', 'runs that took this request or left it out')
    .option('--limit <n>', 'how many at most', countOption, 20)
    .action(async (_, called: Command) => {
      const {showHistory} = await import('./history/history.ts')
      finish(await showHistory(terminal, called.optsWithGlobals<HistoryOptions>()))
    })
  withExamples(
    history,
    'cqube-replay history',
    'cqube-replay history --source student_attendance --since 2026-01-01',
    'cqube-replay history --request replay-requests/2026-11-attendance.yaml --json',
  )
  const explain = program
    .command('explain')
    .description('tell the story of one run in plain words')
    .argument('[run]', 'id of the run (default: the last one)')
    .action(async (runId: string | undefined, _, called: Command) => {
      const {explainRun} = await import('./explain.ts')
      finish(await explainRun(terminal, runId ?? null, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(explain, 'cqube-replay explain', 'cqube-replay explain 20261124T163000Z-4f2a')
}
