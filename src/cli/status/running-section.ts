import {figure, percentOf} from '../../core/plan/figures.ts'
import type {RunProgress} from '../../core/run/progress.ts'
import {durationOf} from '../rough-figures.ts'
import {wrapped} from '../text-table.ts'
import type {StatusSection} from './section.ts'

/** Runs that are not over: with a runner at work on the last of them, or left behind. */
export const runningSection: StatusSection = ({openRuns, lease}) =>
  openRuns.length === 0
    ? null
    : [
        lease.active ? 'Running:' : 'Unfinished runs, which the next run goes on with:',
        ...openRuns.map((run) => progressLines(run, lease.active)),
      ].join('\n')

function progressLines(run: RunProgress, isActive: boolean): string {
  const {runId, state, elapsedSeconds, deletions, deletionsDone, rowsDeleted, rowsExpected, secondsLeft} = run
  const share = rowsExpected === 0 ? '' : ` (${percentOf(rowsDeleted / rowsExpected)})`
  const left = isActive && secondsLeft !== null ? `, about ${durationOf(secondsLeft)} of deleting left` : ''
  return [
    `  ${runId}  ${state}, begun ${durationOf(elapsedSeconds)} ago`,
    ...(deletions === 0
      ? []
      : [
          wrapped(
            `${figure(deletionsDone)} of ${figure(deletions)} deletions done, ` +
              `${figure(rowsDeleted)} of ${figure(rowsExpected)} rows${share}${left}`,
            '    ',
            80,
          ),
        ]),
  ].join('\n')
}
