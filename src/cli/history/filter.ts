import {nearestWord} from '../../core/document/nearest-word.ts'
import {dayAfter, dayStart, isDay} from '../../core/history/day-start.ts'
import type {HistoryFilter} from '../../core/history/past-run.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {dataSources} from '../../core/request/data-sources.ts'
import type {RunOutcome} from '../../core/run/run-record.ts'
import type {Settings} from '../../core/settings/settings.ts'

export interface FilterOptions {
  readonly source?: string
  readonly since?: string
  readonly until?: string
  readonly outcome?: RunOutcome
  readonly request?: string
}

/**
 * What the words of the command line ask for; days are those of the settings' zone, both included.
 * @throws {ReplayError} USAGE
 */
export function filterOf(options: FilterOptions, settings: Settings, pathOf: (given: string) => string): HistoryFilter {
  const {source, since, until, outcome, request} = options
  return {
    source: source === undefined ? null : sourceOf(source, settings),
    since: since === undefined ? null : dayStart(dayOf('--since', since), settings.timeZone),
    until: until === undefined ? null : dayStart(dayAfter(dayOf('--until', until)), settings.timeZone),
    outcome: outcome ?? null,
    request: request === undefined ? null : /^[0-9a-f]{64}$/.test(request) ? request : pathOf(request),
  }
}

function dayOf(option: string, text: string): string {
  if (isDay(text)) return text
  throw new ReplayError('USAGE', `${option} is "${text}", which is no day such as 2026-11-24.`)
}

function sourceOf(text: string, {addedSources}: Settings): string {
  const known = dataSources(addedSources)
  const found = known.find(text)
  if (found !== null) return found.name
  const near = nearestWord(text, known.names)
  throw new ReplayError(
    'USAGE',
    `No data source is called "${text}".${near === null ? ` There are: ${known.names.join(', ')}.` : ` Did you mean "${near}"?`}`,
  )
}
