import {execFileSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type pg from 'pg'
import type {RowId} from '../support/model/sources.ts'
import type {View} from '../support/model/view.ts'
import {reportPath} from '../support/operator.ts'
import {outputFaults} from './output-objects.ts'
import {loads, neighbourKeys, neighbours, original, requestedKeys, rowsOfLoads} from './trial-state.ts'
import type {TrialWorld} from './trial-world.ts'

export interface Judgement {
  /** Corrected rows that were deleted, and rows that were archived more than once. */
  readonly doubles: number
  /** Rows that were asked for and are still there, that are nowhere at all, and requested keys that no fence holds. */
  readonly lost: number
  /** Everything else that must not be, in words. */
  readonly faults: readonly string[]
}

const sorted = (texts: readonly string[]): string => [...texts].sort().join(' ')

export const viewOf = async (client: pg.Client): Promise<View> =>
  (await client.query<{view: View}>('select public.model_view() as view')).rows[0]?.view as View

/** Holds the end of a trial against what it must be. @param corrected rows that were loaded after the deletion */
export async function judge(world: TrialWorld, corrected: readonly RowId[]): Promise<Judgement> {
  const view = await viewOf(world.client)
  const archived = view.archived.map(({row}) => row)
  const live = new Set(view.live)
  const originals = rowsOfLoads(loads(original, requestedKeys))
  const untouched = rowsOfLoads(loads(neighbours, neighbourKeys))
  const fenced = new Set(view.fence.map(({source, key}) => `${source} ${key}`))
  const requested = Object.entries(requestedKeys).flatMap(([source, keys]) => keys.map((key) => `${source} ${key}`))

  const faults = [
    ...(untouched.some((row) => !live.has(row)) ? ['A neighbouring slice was touched.'] : []),
    ...(view.live.length > live.size ? ['A row is there twice.'] : []),
    ...[...fenced]
      .filter((key) => !requested.includes(key))
      .map((key) => `The fence holds ${key}, which nobody asked for.`),
    ...(await reportFaults(world, view)),
    ...(await documentFaults(world)),
    ...(await outputFaults(join(world.root, 'outputs'), world.client)),
    ...(existsSync(join(world.checkout, '.git', 'index.lock')) ? ['The checkout has an index.lock.'] : []),
  ]
  return {
    doubles: corrected.filter((row) => !live.has(row)).length + archived.length - new Set(archived).size,
    lost:
      originals.filter((row) => live.has(row) || !archived.includes(row)).length +
      requested.filter((key) => !fenced.has(key)).length,
    faults,
  }
}

interface RunRow {
  readonly run_id: string
  readonly report_commit: string | null
}

const git = (world: TrialWorld, args: readonly string[]): string =>
  execFileSync('git', args, {cwd: world.remote, encoding: 'utf8', stdio: 'pipe'})

async function reportFaults(world: TrialWorld, view: View): Promise<string[]> {
  const {rows} = await world.client.query<RunRow>('select run_id, report_commit from cqube_replay.run order by 1')
  const faults: string[] = []
  for (const {run_id: runId, report_commit: commit} of rows) {
    if (commit === null) {
      faults.push(`Run ${runId} has no report.`)
      continue
    }
    const report = JSON.parse(git(world, ['show', `replay-reports:${reportPath(runId, 'json')}`])) as {
      totals: {deleted: number}
      deletions: {tables: {archived: number | null}[]}[]
    }
    const archived = view.archived.filter(({run}) => run === runId).length
    const told = report.deletions.flatMap(({tables}) => tables).reduce((sum, table) => sum + (table.archived ?? 0), 0)
    if (told !== archived || report.totals.deleted !== archived) {
      faults.push(
        `The report of run ${runId} tells ${report.totals.deleted} and ${told} rows, its archive holds ${archived}.`,
      )
    }
    try {
      git(world, ['merge-base', '--is-ancestor', commit, 'replay-reports'])
    } catch {
      faults.push(`Commit ${commit}, the report of run ${runId}, is not on the reports branch.`)
    }
  }
  if (rows.every((row) => row.report_commit === null)) return faults
  const index = JSON.parse(git(world, ['show', 'replay-reports:replay-reports/index.json'])) as {
    runs: {runId: string}[]
  }
  const indexed = index.runs.map(({runId}) => runId)
  if (sorted(indexed) !== sorted(rows.map((row) => row.run_id)))
    faults.push(`The index has the runs ${indexed.join(' ')}.`)
  return faults
}

async function documentFaults(world: TrialWorld): Promise<string[]> {
  const {rows} = await world.client.query<{key: string; bytes: string; emitted: boolean}>(
    'select object_key as key, bytes, emitted_at is not null as emitted from cqube_replay.document',
  )
  const emitted = world.documents()
  const submitted = new Map(rows.map(({key, bytes}) => [key, bytes]))
  return [
    ...Object.entries(emitted)
      .filter(([key, text]) => submitted.get(key) !== text)
      .map(([key]) => `${key} is not a document that was submitted.`),
    ...rows
      .filter((row) => row.emitted && emitted[row.key] === undefined)
      .map(({key}) => `${key} was recorded as emitted and is not there.`),
  ]
}
