import type {Command} from 'commander'
import type {GrantOptions, ViewOptions} from './database.ts'
import {withExamples, type ProgramContext} from './program-context.ts'
import type {GlobalOptions} from './terminal.ts'

/** What only an administrator of the database does. */
export function addDatabaseCommands(program: Command, {terminal, finish}: ProgramContext): void {
  const database = withExamples(
    program.command('db').description('install and look after the ledger; for administrators of the database'),
    'cqube-replay db migrate',
    'cqube-replay db grants --planner reporting | psql',
  )
  const migrate = database
    .command('migrate')
    .description('install the ledger or bring it up to date')
    .action(async (_, called: Command) => {
      const {migrateLedger} = await import('./database.ts')
      finish(await migrateLedger(terminal, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(migrate, 'DATABASE_URL=postgresql://owner@db/cqube cqube-replay db migrate')

  const grants = database
    .command('grants')
    .description('print the SQL that gives each role its rights; runs none of it')
    .option('--planner <role>', 'role that may plan')
    .option('--runner <role>', 'role that may run')
    .option('--nifi <role>', 'role that NiFi connects with')
    .option('--owner <role>', "owner of the ledger, where another role owns cQube's tables")
    .option('--embedded-ingestion', 'also what `ingestion.embedded` needs: the runner may load files')
    .action(async (_, called: Command) => {
      const {printGrants} = await import('./database.ts')
      finish(await printGrants(terminal, called.optsWithGlobals<GrantOptions>()))
    })
  withExamples(grants, 'cqube-replay db grants --planner reporting --runner replay | psql')

  const views = database
    .command('views')
    .description("print the SQL by which the owner of cQube's materialized views lets the runner refresh them")
    .option('--runner <role>', 'role that may run')
    .action(async (_, called: Command) => {
      const {printViews} = await import('./database.ts')
      finish(await printViews(terminal, called.optsWithGlobals<ViewOptions>()))
    })
  withExamples(views, 'cqube-replay db views --runner replay | psql -U cqube')

  const catalogue = withExamples(
    database.command('catalogue').description('the tables behind each data source'),
    'cqube-replay db catalogue apply mid-day-meal.yaml',
  )
  const apply = catalogue
    .command('apply')
    .description('install data sources or tables from a file')
    .argument('<file>', 'a catalogue file')
    .action(async (file: string, _, called: Command) => {
      const {applyCatalogue} = await import('./database.ts')
      finish(await applyCatalogue(terminal, file, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(apply, 'cqube-replay db catalogue apply mid-day-meal.yaml')
}
