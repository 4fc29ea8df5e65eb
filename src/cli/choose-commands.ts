import {InvalidArgumentError, type Command} from 'commander'
import type {NewOptions} from './new.ts'
import type {OptionsOptions} from './options.ts'
import {withExamples, type ProgramContext} from './program-context.ts'

/** Choosing what a request is to select. */
export function addChooseCommands(program: Command, context: ProgramContext): void {
  addOptions(program, context)
  addNew(program, context)
}

function addOptions(program: Command, {terminal, finish}: ProgramContext): void {
  const options = program
    .command('options')
    .description('list what the database holds that a request can select; changes nothing')
    .argument('[sources...]', 'data sources (default: all)')
    .option('--year <year>', 'only what is of this year; batch ids have none', yearOption)
    .option('--search <text>', 'only keys that contain this text')
    .option('--rows', 'count the rows of each, in every table; takes long on large tables')
    .option('--all', 'show all codes on a terminal, too')
    .action(async (sources: string[], _, called: Command) => {
      const {showOptions} = await import('./options.ts')
      finish(await showOptions(terminal, sources, called.optsWithGlobals<OptionsOptions>()))
    })
  withExamples(
    options,
    'cqube-replay options',
    'cqube-replay options student_attendance --year 2021 --rows',
    'cqube-replay options periodic_assessment_test --search PAT0101',
    "cqube-replay options diksha_tpd --json | jq '.sources[].options[].key'",
  )
}

function addNew(program: Command, {terminal, finish}: ProgramContext): void {
  const created = program
    .command('new')
    .description('write a request file: asks on a terminal, else goes by flags; deletes nothing')
    .option('--source <source...>', 'data sources; each flag below holds for all that are selected so')
    .option('--year <year>', 'calendar year of the months')
    .option('--month <month...>', 'months, 1 to 12')
    .option('--from <date>', 'first day, YYYY-MM-DD')
    .option('--to <date>', 'last day, which is deleted, too')
    .option('--academic-year <year>', 'of the semesters, such as 2020-21 (default: every one)')
    .option('--semester <semester...>', 'semesters')
    .option('--exam-code <code...>', 'codes of periodic_assessment_test')
    .option('--batch-id <id...>', 'batches of diksha_tpd')
    .option('--code <code...>', 'codes of a data source that the settings add')
    .option('--all', 'a full refresh: every row of udise, infrastructure or static')
    .option('--reason <text>', 'what was wrong with the data, in 10 to 500 characters')
    .option('--ticket <name>', 'such as CQB-1234')
    .option('--not-before <time>', 'no run takes it earlier, such as 2026-12-01T22:00+05:30')
    .option('--repeat-of <run>', 'delete again what this run deleted')
    .option('--output <file>', 'name of the file (default: made of the date and what is selected)')
    .option('--offline', 'without the database: a file without `expect`')
    .action(async (_, called: Command) => {
      const {newRequest} = await import('./new.ts')
      finish(await newRequest(terminal, called.optsWithGlobals<NewOptions>()))
    })
  withExamples(
    created,
    'cqube-replay new',
    'cqube-replay new --source student_attendance --year 2021 --month 3 4 --reason "Emitted twice by three districts"',
    'cqube-replay new --source diksha_tpd --batch-id 03052315462389 --reason "The course had not ended" --json',
  )
}

function yearOption(text: string): number {
  if (/^(19|20)\d\d$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a year of four digits.')
}
