import {figure} from '../../core/plan/figures.ts'
import {correctedFiles} from '../corrected-files.ts'
import {vanishedKeys} from '../requests.ts'
import type {DemoSite} from '../site.ts'
import {expectFigure, type DemoStage} from '../stage.ts'

/** Corrected files come, as the state's systems emit them, and are loaded by the stand-in for cQube's NiFi. */
export async function emitCorrected(site: DemoSite, {say, commands}: DemoStage): Promise<void> {
  const {query, emission, outputs} = site
  const files = await correctedFiles(query)
  for (const {key, text} of files) await emission.write(key, text)
  const named = files.map(({key, lines}) => `  ${key}  (${figure(lines)} ${lines === 1 ? 'line' : 'lines'})`)
  say(
    `The state's systems emit corrected files of the attendance and of the exam; one line is of a school that does not ` +
      `exist:\n\n${named.join('\n')}`,
  )
  say('Where there is no NiFi, the next run loads them itself, after the deletion and never before:')
  expectFigure('Exit code of the run that loads', await commands.run(), 0)
  for (const {dataSource, sql, rows} of files) {
    const [counted] = await query(sql)
    expectFigure(`Rows of ${dataSource} that came back`, Number(counted?.['rows']), rows)
  }
  const back = (await Promise.all(vanishedKeys.map((folder) => outputs.list(folder)))).flat()
  say(
    `Counted again by the demo: every corrected line is in its table, the one of no school is not. ${back.length} files of ` +
      "cQube's reports were written again, from the rows that came back. For the course batches and UDISE files have yet to " +
      'come, and the program says which:',
  )
  expectFigure('Exit code of status', await commands.status(), 0)
}
