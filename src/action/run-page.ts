import {isOpen} from '../core/holes/hole.ts'
import {figure} from '../core/plan/figures.ts'
import {isError} from '../core/problem.ts'
import {listed, problemLine, requestsOf} from '../core/pull-request/page-parts.ts'
import {bullets, code, joined, line, type Markdown} from '../core/report/markdown.ts'
import {outcomeOf, outcomeWords} from '../core/report/outcome.ts'
import {reportBlocks} from '../core/report/report-markdown.ts'
import {totalsOf} from '../core/report/totals.ts'
import {readableTime} from '../core/report/zoned-time.ts'
import type {RunRecord} from '../core/run/run-record.ts'
import {withFix} from '../core/story/refused-part.ts'
import type {ShownRun} from '../entries/shown-run.ts'

const rolledBack =
  'Rehearsal: everything was rolled back. The database is as it was; nothing was emitted, and no report was pushed.'

/** A pass for the summary of a job: what must be done, then the report of each run. */
export function runPage(shown: ShownRun, warnings: readonly string[]): readonly Markdown[] {
  const {result, settings, isRehearsal} = shown
  const {runs, renewed, plan, unfinished} = result
  const {timeZone} = settings
  const {leftOut = [], waiting = [], problems = []} = plan ?? {}
  return [
    ...(isRehearsal ? [line`# Rehearsal`, line`**${rolledBack}**`] : []),
    ...(runs.length > 0 ? [] : nothing(shown)),
    ...warnings.map((warning) => line`**Warning:** ${warning}`),
    ...(unfinished === null
      ? []
      : [
          line`**Not finished, and done again by the next run:** ${code(unfinished.code)}: ${withFix(unfinished.code, unfinished.message)}`,
        ]),
    ...section(
      'Left out, and what to do',
      leftOut.map(({path, reason, message}) => line`${code(path)}: ${code(reason)}: ${withFix(reason, message)}`),
    ),
    ...listed('Mistakes in the files', problems.filter(isError).map(problemLine)),
    ...section(
      'Waiting',
      waiting.map(({path, notBefore}) => line`${code(path)} until ${readableTime(notBefore, timeZone)}`),
    ),
    ...section('Files that came back', renewed.map(renewedLine)),
    ...runs.flatMap((record) => [...reportBlocks(record, {timeZone}), placeOf(record, shown)]),
  ]
}

/** The same in a few lines, for the log. */
export const runLines = (shown: ShownRun): readonly string[] => {
  const {runs, plan, renewed} = shown.result
  return [
    ...(shown.isRehearsal ? [rolledBack] : []),
    ...(runs.length > 0 ? [] : [(plan?.leftOut.length ?? 0) > 0 ? 'Nothing was deleted.' : 'Nothing was pending.']),
    ...runs.map((record) => {
      const {deleted, deletions, deletionsDone} = totalsOf(record)
      return `Run ${record.runId}: ${outcomeWords[outcomeOf(record)]}. Deletions done: ${deletionsDone} of ${deletions}. Rows deleted: ${figure(deleted)}.`
    }),
    ...renewed.map(({runId}) => `The report of run ${runId} says what came back since.`),
    ...(plan?.leftOut ?? []).map(({path, reason, message}) => `Left out: ${path}: ${reason}: ${message}`),
  ]
}

/** Of a pass without a run. */
function nothing({result: {renewed, plan}, settings}: ShownRun): Markdown[] {
  const branch = code(settings.git.branch)
  const left = plan?.leftOut.length ?? 0
  const title = renewed.length + left === 0 ? line`# Nothing was pending` : line`# Nothing was deleted`
  if (left === 0) return [title, line`No request of branch ${branch} needs a run now.`]
  return [
    title,
    line`${requestsOf(left)} of branch ${branch} ${left === 1 ? 'is' : 'are'} left out, as was told before.`,
  ]
}

const mostItems = 200

/** A title and its list as one part of the page; none when the list is empty. */
function section(title: string, items: readonly Markdown[]): Markdown[] {
  if (items.length === 0) return []
  const more = items.length - mostItems
  const shown = [...items.slice(0, mostItems), ...(more > 0 ? [line`and ${more} more`] : [])]
  return [joined([line`## ${title}`, bullets(shown)], '\n\n')]
}

const renewedLine = ({runId, holes}: RunRecord): Markdown =>
  line`The report of run ${code(runId)} says what came back since: ${holes.filter((hole) => !isOpen(hole)).length} of ${holes.length} slices.`

function placeOf({runId}: RunRecord, {reports, settings, isRehearsal}: ShownRun): Markdown {
  const commit = reports.get(runId)
  if (isRehearsal || commit === undefined) return line`This report is in no branch.`
  return line`This report is on branch ${code(settings.git.reportsBranch)}, commit ${code(commit)}.`
}
