import {rowsOf} from '../../core/plan/figures.ts'
import {deletedTables, fixtureDdl} from '../../fixture/ddl.ts'
import {fixtureSql} from '../../fixture/generate.ts'
import {stateRows, sumOf, type StateRows} from '../count.ts'
import {writeReportObjects} from '../report-objects.ts'
import type {DemoSite} from '../site.ts'
import {expectFigure, type DemoStage} from '../stage.ts'

/** The database of the small state, with the ledger, and what cQube's reports show of it. */
export async function loadState(site: DemoSite, {say, commands, scale}: DemoStage): Promise<StateRows> {
  const {query} = site
  await query(fixtureDdl().join('\n'))
  await query(fixtureSql({scale}).join('\n'))
  const [server] = await query("select current_setting('server_version') as version")
  const rows = await stateRows(query)
  say(
    `PostgreSQL ${String(server?.['version'])} was started for this demo. It holds the ${deletedTables.length} tables of ` +
      `cQube that a replay deletes from, with ${rowsOf(sumOf(rows.values()))} of made-up data: ${60 * scale} schools, June ` +
      '2019 to May 2021. The owner of the database installs the ledger, once:',
  )
  expectFigure('Exit code of db migrate', await commands.migrate(), 0)
  const objects = await writeReportObjects(site)
  say(
    `The output store holds ${objects} JSON files that cQube's reports show: attendance and exam results of each month, by ` +
      'district, block, cluster and school.',
  )
  return rows
}
