import type {Command} from 'commander'
import type {DemoOptions} from './demo.ts'
import {withExamples, type ProgramContext} from './program-context.ts'

export function addDemoCommand(program: Command, {terminal, finish}: ProgramContext): void {
  const demo = program
    .command('demo')
    .description('show a whole replay, with a PostgreSQL, a remote and data of its own, in a new folder')
    .option('--keep-running', 'keep its PostgreSQL running until Ctrl-C, to try things')
    .action(async (_, called: Command) => {
      const {showDemo} = await import('./demo.ts')
      finish(await showDemo(terminal, called.optsWithGlobals<DemoOptions>()))
    })
  withExamples(demo, 'cqube-replay demo', 'cqube-replay demo --directory /tmp/demo --keep-running')
}
