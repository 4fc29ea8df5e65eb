import {Option, type Command} from 'commander'
import type {PlanOptions} from './plan.ts'
import {withExamples, type ProgramContext} from './program-context.ts'
import {validateFiles, validationFormats, type ValidateOptions} from './validate.ts'

/** Writing and judging requests. */
export function addRequestCommands(program: Command, {terminal, finish}: ProgramContext): void {
  const validate = program
    .command('validate')
    .description('check request files and settings; needs no database')
    .argument('[paths...]', 'files or folders (default: all request files)')
    .addOption(new Option('--format <format>', 'how problems are written').choices(validationFormats))
    .option('--output <file>', 'write them to a file instead of standard output')
    .option('--changed-since <revision>', 'judge only what differs from the merge base with it; needs git')
    .option('--fetch', 'with --changed-since: bring the newest reports, to know which requests have run')
    .action(async (paths: string[], _, called: Command) => {
      finish(await validateFiles(terminal, paths, called.optsWithGlobals<ValidateOptions>()))
    })
  withExamples(
    validate,
    'cqube-replay validate',
    'cqube-replay validate replay-requests/2026-11-attendance.yaml',
    'cqube-replay validate --format json | jq .problems',
    'cqube-replay validate --changed-since origin/main --fetch --format github',
    'cqube-replay validate --format sarif --output problems.sarif',
  )

  const plan = program
    .command('plan')
    .description('count what requests would delete; changes nothing in the database')
    .argument('[paths...]', 'files or folders (default: all that no run has settled)')
    .option('--write', 'put the counted rows into the files as their row contract `expect`')
    .action(async (paths: string[], _, called: Command) => {
      const {planFiles} = await import('./plan.ts')
      finish(await planFiles(terminal, paths, called.optsWithGlobals<PlanOptions>()))
    })
  withExamples(
    plan,
    'cqube-replay plan',
    'cqube-replay plan --write replay-requests/2026-11-attendance.yaml',
    'cqube-replay plan --json > plan.json',
  )
}
