import {ageWords, failure, firstOf, note, ok, warning, type Finding} from './finding.ts'

/** A row of cQube's own replay that is not over, by its own books. */
export interface OpenStockRow {
  readonly file: string
  readonly state: string
  /** Null when the row does not say since when. */
  readonly minutes: number | null
  /** SQL that closes it, for one that was left behind. */
  readonly closeStatement: string
}

const since = (minutes: number | null): string => (minutes === null ? 'an unknown time' : ageWords(minutes))

/**
 * @param rows null: this installation has no replay of its own
 * @param ignoreAfterMinutes older rows refuse nothing; null: all do
 */
export function stockFinding(rows: readonly OpenStockRow[] | null, ignoreAfterMinutes: number | null): Finding {
  if (rows === null) return ok('This installation has no replay of its own')
  if (rows.length === 0) return ok("cQube's own replay is idle")
  const words = firstOf(rows.map(({file, state, minutes}) => `${file} is ${state} since ${since(minutes)}`))
  const isPassed = ({minutes}: OpenStockRow): boolean =>
    ignoreAfterMinutes !== null && minutes !== null && minutes > ignoreAfterMinutes
  const fix = `Let it finish; close a row that was left behind by: ${firstOf(rows.map(({closeStatement}) => closeStatement))}`
  return rows.every(isPassed)
    ? warning(`${words}; old enough to be passed over`, fix)
    : failure('STOCK_REPLAY_ACTIVE', words, fix)
}

export interface FileInWork {
  readonly dataSource: string
  readonly file: string
  readonly minutes: number | null
  readonly closeStatement: string
}

/** @param inFlight what a deletion of the same data source does by the settings */
export function ingestionFinding(files: readonly FileInWork[], inFlight: 'refuse' | 'wait'): Finding {
  if (files.length === 0) return ok('No file is being processed')
  const does = inFlight === 'refuse' ? 'is refused meanwhile' : 'waits meanwhile'
  return warning(
    `${firstOf(files.map(({dataSource, file, minutes}) => `${file} (${dataSource}) since ${since(minutes)}`))}; a deletion of the same data source ${does}`,
    `Let it finish; close one that was left behind by: ${firstOf(files.map(({closeStatement}) => closeStatement))}`,
  )
}

/** @param differences full sentences, by data source. @param notes full sentences */
export function catalogueFinding(
  differences: Readonly<Record<string, readonly string[]>>,
  notes: readonly string[],
): Finding {
  const sources = Object.entries(differences)
  const differing = sources.filter(([, sentences]) => sentences.length > 0)
  if (differing.length > 0) {
    const sentences = [...new Set(differing.flatMap(([, each]) => each))].map((text) => text.replace(/\.$/, ''))
    return failure(
      'CATALOGUE_DIFFERS',
      `${differing.length} of ${sources.length} data sources differ: ${firstOf(sentences)}`,
    )
  }
  const found = `The tables of all ${sources.length} data sources are as the catalogue says`
  return notes.length === 0 ? ok(found) : note(`${found}. ${firstOf(notes.map((text) => text.replace(/\.$/, '')))}`)
}

/** @param open started runs that have no report in Git. @param isActive whether somebody works on them now */
export function runsFinding(open: readonly string[], isActive: boolean): Finding {
  if (open.length === 0) return ok('Every run has its report in Git')
  const found = `${open.length} run${open.length === 1 ? '' : 's'} without a report in Git: ${firstOf(open)}`
  if (isActive) return note(`${found}; a runner is at work`)
  return warning(found, 'Run `cqube-replay run`: it goes on with them before anything else.')
}
