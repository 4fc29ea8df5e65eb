import {type Command} from 'commander'
import {countOption} from './count-option.ts'
import {withExamples, type ProgramContext} from './program-context.ts'
import type {ListOptions} from './archive/list.ts'
import type {GlobalOptions} from './terminal.ts'

/** Deleted rows that are still there. */
export function addArchiveCommands(program: Command, {terminal, finish}: ProgramContext): void {
  const archive = withExamples(
    program.command('archive').description('deleted rows that are kept for a while: see, export or drop them'),
    'cqube-replay archive list',
    'cqube-replay archive export 20261124T163000Z-4f2a --to /secure/4f2a',
  )
  const list = archive
    .command('list')
    .description('show what the archive holds, how big it is and when it will be dropped')
    .option('--dropped', 'show what was dropped instead: when, by whom and why')
    .option('--limit <n>', 'how many dropped tables at most', countOption, 1000)
    .action(async (_, called: Command) => {
      const {listArchive} = await import('./archive/list.ts')
      finish(await listArchive(terminal, called.optsWithGlobals<ListOptions>()))
    })
  withExamples(list, 'cqube-replay archive list', 'cqube-replay archive list --dropped')

  const show = archive
    .command('show')
    .description('show the archive tables of a run, or one of them; never a row')
    .argument('<run or table>', 'id of a run, or name of an archive table')
    .action(async (of: string, _, called: Command) => {
      const {showArchive} = await import('./archive/list.ts')
      finish(await showArchive(terminal, of, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(show, 'cqube-replay archive show 20261124T163000Z-4f2a')

  const exporting = archive
    .command('export')
    .description("write archived rows to CSV files; for the ledger's owner, since they are pupils' data")
    .argument('<run or table>', 'id of a run, or name of an archive table')
    .requiredOption('--to <path>', 'a new folder for a run, a new file for one table')
    .action(async (of: string, _, called: Command) => {
      const {exportToFiles} = await import('./archive/export.ts')
      finish(await exportToFiles(terminal, of, called.optsWithGlobals<GlobalOptions & {to: string}>()))
    })
  withExamples(exporting, 'cqube-replay archive export 20261124T163000Z-4f2a --to /secure/4f2a')

  const drop = archive
    .command('drop')
    .description("drop archived rows for good; for the ledger's owner, and asks before it does")
    .argument('<run or table>', 'id of a run, or name of an archive table')
    .option('--yes <run id>', 'in scripts: the id of the run, instead of typing it')
    .action(async (of: string, _, called: Command) => {
      const {dropForGood} = await import('./archive/drop.ts')
      finish(await dropForGood(terminal, of, called.optsWithGlobals<GlobalOptions & {yes?: string}>()))
    })
  withExamples(
    drop,
    'cqube-replay archive drop 20261124T163000Z-4f2a',
    'cqube-replay archive drop 20261124T163000Z-4f2a --yes 20261124T163000Z-4f2a',
  )
}
