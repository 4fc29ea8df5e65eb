import {byText, keysBySource, overlaps} from '../plan/key-selection.ts'
import {sourcesOf} from '../report/attribution.ts'
import {holesSection} from '../report/holes-section.ts'
import {reportFolder} from '../report/index-page.ts'
import {bullets, code, joined, line, webLink, type Markdown} from '../report/markdown.ts'
import {isDone, outcomeOf, outcomeWords} from '../report/outcome.ts'
import {sourceBlocks} from '../report/request-section.ts'
import {sliceWords} from '../report/slice-words.ts'
import {readableTime} from '../report/zoned-time.ts'
import type {DeletionRecord, LeftOut, RequestRecord, RunRecord} from '../run/run-record.ts'
import type {Settings} from '../settings/settings.ts'
import {withFix} from '../story/refused-part.ts'

/** Of one run, what one pull request brought. */
export interface BroughtToRun {
  readonly requests: readonly RequestRecord[]
  readonly leftOut: readonly LeftOut[]
}

export interface OutcomePageOptions {
  readonly settings: {
    readonly timeZone: string
    readonly git: Pick<Settings['git'], 'reportsBranch' | 'reportsDirectory'>
  }
  /** Null: it is not in Git. */
  readonly reportCommit: string | null
  /** Of the repository for people, without a slash at its end; null: not known. */
  readonly repositoryAddress: string | null
}

export interface OutcomePage {
  /** Each can stand alone; what matters most comes first. */
  readonly blocks: readonly Markdown[]
  /** What stands in place of the parts that did not fit. */
  readonly rest: (leftOut: number) => Markdown
}

/**
 * What became of the requests of a pull request, for those who asked and agreed. Nothing that came from a request can
 * become a link, an image, a heading, a mention or HTML in it.
 */
export function outcomePage(record: RunRecord, brought: BroughtToRun, options: OutcomePageOptions): OutcomePage {
  const {timeZone} = options.settings
  const report = reportPlace(record, options)
  const holes = holesSection(holesOf(record, brought.requests), (moment) => line`${readableTime(moment, timeZone)}`)
  const leftOut = brought.leftOut.toSorted((a, b) => byText(a.path, b.path))
  return {
    blocks: [
      line`## ${headline(record, brought)}`,
      line`Run ${code(record.runId)}, ${readableTime(record.requestedAt, timeZone)}. ${report}`,
      ...leftOut.map(leftOutBlock),
      ...(holes.length === 0 ? [] : [joined([line`### What to emit, and by when`, ...holes], '\n\n')]),
      ...brought.requests.map((request) => requestBlock(record, request)),
    ],
    rest: (cut) => line`**${cut} ${cut === 1 ? 'part is' : 'parts are'} not shown here.** The report has everything.`,
  }
}

const deletionsOf = (record: RunRecord, requests: readonly RequestRecord[]): DeletionRecord[] => [
  ...new Set(requests.flatMap((request) => sourcesOf(record, request).flatMap(({deletions}) => deletions))),
]

function holesOf({holes}: RunRecord, requests: readonly RequestRecord[]): RunRecord['holes'] {
  const selected = requests.map(({slices}) => keysBySource(slices))
  return holes.filter(({dataSource, key}) => selected.some((keys) => overlaps(keys.get(dataSource) ?? new Set(), key)))
}

function headline(record: RunRecord, {requests, leftOut}: BroughtToRun): string {
  if (requests.length === 0) return leftOut.length === 1 ? 'The request was left out' : 'The requests were left out'
  const deletions = deletionsOf(record, requests)
  const failure = deletions.every(isDone) ? null : record.failure
  return outcomeWords[outcomeOf({deletions, failure, holes: holesOf(record, requests)})]
}

const whyAndFix = (name: string, message: string): Markdown => line`${code(name)}: ${withFix(name, message)}`

const leftOutBlock = ({path, reason, message}: LeftOut): Markdown =>
  joined([line`### Left out: ${code(path)}`, line`No row of it was deleted. ${whyAndFix(reason, message)}`], '\n\n')

function requestBlock(record: RunRecord, request: RequestRecord): Markdown {
  const pathOf = (requestId: string): string =>
    record.requests.find((other) => other.requestId === requestId)?.paths[0] ?? requestId
  const sources = sourcesOf(record, request)
  const refused = sources.flatMap(({deletions}) => deletions).filter((deletion) => !isDone(deletion))
  return joined(
    [
      line`### ${code(request.paths[0] ?? request.requestId)}`,
      bullets(request.slices.map((slice) => line`What: ${code(slice.dataSource)}, ${sliceWords(slice)}`)),
      ...sources.flatMap((source) => sourceBlocks(source, pathOf)),
      ...refused.map((deletion) => refusedLine(deletion, record)),
    ],
    '\n\n',
  )
}

function refusedLine({dataSource, failure}: DeletionRecord, record: RunRecord): Markdown {
  const met = failure ?? record.failure
  const why = met === null ? line`` : line` ${whyAndFix(met.code, met.message)}`
  return line`**No row of ${code(dataSource)} was deleted.**${why}`
}

function reportPlace({runId}: RunRecord, {settings, reportCommit, repositoryAddress}: OutcomePageOptions): Markdown {
  if (reportCommit === null) return line`Its report is not pushed yet; the next run does that.`
  const {reportsBranch, reportsDirectory} = settings.git
  const path = `${reportsDirectory}/${reportFolder(runId)}/report.md`
  const address = repositoryAddress === null ? '' : `${repositoryAddress}/blob/${reportCommit}/${path}`
  const place = line`${code(path)} on branch ${code(reportsBranch)}, commit ${code(reportCommit.slice(0, 12))}`
  return line`${webLink(line`Its report`, address)} is ${place}.`
}
