import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {requestText} from '../../support/operator.ts'
import {
  histories,
  objectsOf,
  tableOfMonths,
  type Deletion,
  type History,
  type MonthSource,
  type WrittenObject,
} from '../../support/output-history.ts'
import {createOutputSite, type OutputSite} from '../../support/output-site.ts'

const monthSources = ['student_attendance', 'teacher_attendance', 'crc'] as const

/** One file a data source, so that one with nothing to delete is left out alone. */
function requestsOf(deletion: Deletion, nth: number): Readonly<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const source of monthSources) {
    const years = [...new Set(deletion.months[source].map((month) => month.slice(0, 4)))]
    if (years.length === 0) continue
    files[`${nth}-${source}.yaml`] = requestText({
      [source]: years.map((year) => ({
        year,
        months: deletion.months[source].filter((month) => month.startsWith(year)).map((month) => month.slice(5)),
      })),
    })
  }
  if (deletion.codes.length > 0) {
    files[`${nth}-pat.yaml`] = requestText({periodic_assessment_test: {exam_code: deletion.codes}})
  }
  const [semester] = deletion.semesters
  if (semester !== undefined) {
    files[`${nth}-sat.yaml`] = requestText({semester: {academic_year: semester[0], semester: [semester[1]]}})
  }
  return files
}

async function load(site: OutputSite, history: History, objects: readonly WrittenObject[]): Promise<void> {
  for (const source of Object.keys(history.months) as MonthSource[]) {
    await site.loadMonths(tableOfMonths(source), history.months[source])
  }
  await site.loadExams(history.exams)
  for (const {key} of objects) site.put(key)
  for (const key of rolling) site.put(key)
}

/** Objects of no one period, and of nobody. */
const rolling = [
  'attendance/overall/district.json',
  'attendance/last_day/cluster?280001.json',
  'crc/last_7_days/block.json',
  'pat/all/pat_block.json',
  'sat/last_30_days/sem_1/sat_block.json',
  'comp_block.json',
  'progressCard/block/metaData.json',
]

/** Nothing stands in the archive that has rows, nothing without rows stands where a report reads it, nothing is lost. */
async function faultsIn(site: OutputSite, objects: readonly WrittenObject[]): Promise<readonly string[]> {
  const there = site.objects()
  const archived = new Map(
    Object.keys(there)
      .filter((key) => key.startsWith('cqube_replay_archive/'))
      .map((key) => [key.split('/').slice(2).join('/'), key]),
  )
  const faults: string[] = []
  for (const {key, row} of objects) {
    const [found] = await site.database.query(`select exists (select ${row}) as rows`)
    const hasRows = found?.['rows'] === true
    if (hasRows && there[key] !== key) faults.push(`${key} has rows and is not where reports read it`)
    if (!hasRows && there[key] !== undefined) faults.push(`${key} has no row and stands where reports read it`)
    if (!hasRows && there[archived.get(key) ?? ''] !== key) faults.push(`${key} has no row and is not in the archive`)
  }
  const known = new Set(objects.map(({key}) => key))
  return [
    ...faults,
    ...[...archived.keys()].filter((key) => !known.has(key)).map((key) => `${key} was archived, and nobody knows why`),
    ...rolling.filter((key) => there[key] !== key).map((key) => `${key} is of no one period and was touched`),
  ]
}

describe.each(servers)('a year of deletions on $name', ({name}) => {
  it('leaves no object of a period without rows, and archives none of a period with rows', async () => {
    let moved = 0
    let looked = 0
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const site = await createOutputSite(name)
        try {
          const objects = objectsOf(history)
          await load(site, history, objects)
          for (const [nth, deletion] of history.deletions.entries()) {
            site.request(requestsOf(deletion, nth))
            const {runs} = await site.run()
            moved += runs.flatMap(({outputs}) => outputs).filter(({action}) => action === 'archived').length
          }
          looked += objects.length

          expect(await faultsIn(site, objects)).toEqual([])
        } finally {
          await site.remove()
        }
      }),
      {numRuns: Number(process.env['OUTPUT_HISTORIES'] ?? 4), endOnFailure: true},
    )
    process.stderr.write(`${name}: ${looked} objects, ${moved} of them archived.\n`)
    expect(moved).toBeGreaterThan(0)
  }, 300_000)
})
