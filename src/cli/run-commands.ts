import type {Command} from 'commander'
import {withExamples, type ProgramContext} from './program-context.ts'
import type {RunOptions} from './run.ts'
import type {GlobalOptions} from './terminal.ts'

/** Acting, and stopping to act. */
export function addRunCommands(program: Command, {terminal, finish}: ProgramContext): void {
  const run = program
    .command('run')
    .description('delete what the requests on the protected branch ask for, and report it')
    .argument('[files...]', 'of the pending requests these only, files or folders; the others wait')
    .option('--rehearse', 'do all of it in one transaction and roll it back')
    .action(async (paths: string[], _, called: Command) => {
      const {runPending} = await import('./run.ts')
      finish(await runPending(terminal, paths, called.optsWithGlobals<RunOptions>()))
    })
  withExamples(
    run,
    'cqube-replay run',
    'cqube-replay run --rehearse',
    'cqube-replay run replay-requests/2020-march.yaml',
  )

  const pause = program
    .command('pause')
    .description('refuse every start of a run until `resume`')
    .option('--reason <text>', 'why, for those who meet it')
    .action(async (_, called: Command) => {
      const {pause: act} = await import('./pause.ts')
      finish(await act(terminal, called.optsWithGlobals<GlobalOptions & {reason?: string}>()))
    })
  withExamples(pause, 'cqube-replay pause --reason "Server moves on Saturday"')

  const resume = program
    .command('resume')
    .description('lift the pause')
    .action(async (_, called: Command) => {
      const {resume: act} = await import('./pause.ts')
      finish(await act(terminal, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(resume, 'cqube-replay resume')
}
