import {InvalidArgumentError, type Command} from 'commander'
import type {DemoOptions} from './demo.ts'
import {withExamples, type ProgramContext} from './program-context.ts'

export function addDemoCommand(program: Command, {terminal, finish}: ProgramContext): void {
  const demo = program
    .command('demo')
    .description('show a whole replay, with a PostgreSQL, a remote and data of its own, in a new folder')
    .option('--keep-running', 'keep its PostgreSQL running until Ctrl-C, to try things')
    .option('--size <factor>', 'factor on the rows: 1 is about 63,000 rows in 60 schools', sizeOption, 1)
    .action(async (_, called: Command) => {
      const {showDemo} = await import('./demo.ts')
      finish(await showDemo(terminal, called.optsWithGlobals<DemoOptions>()))
    })
  withExamples(
    demo,
    'cqube-replay demo',
    'cqube-replay demo --directory /tmp/demo --keep-running',
    'cqube-replay demo --size 20',
  )
}

function sizeOption(text: string): number {
  if (/^([1-9][0-9]?|100)$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number from 1 to 100.')
}
