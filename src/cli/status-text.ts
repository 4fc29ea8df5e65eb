import type {Status} from '../commands/status.ts'
import {figure} from '../core/plan/figures.ts'
import {readableTime} from '../core/report/zoned-time.ts'
import type {Settings} from '../core/settings/settings.ts'
import {textTable, wrapped} from './text-table.ts'

export function statusText(status: Status, settings: Settings): string {
  const at = (moment: string): string => readableTime(moment, settings.timeZone)
  const {holder, active, expiresAt} = status.lease
  return `${[
    [
      `Ledger ${status.ledger}`,
      active ? `Active: ${holder ?? 'somebody'}, whose lease ends ${at(expiresAt)}` : 'No runner is active',
      ...pauses(status, at),
    ].join('\n'),
    pending(status, settings),
    ...(status.openRuns.length === 0
      ? []
      : [['Unfinished runs, which the next run goes on with:', ...status.openRuns.map((id) => `  ${id}`)].join('\n')]),
    pastRuns(status, at),
  ].join('\n\n')}\n`
}

const pauses = ({paused, pausedBySettings}: Status, at: (moment: string) => string): string[] => [
  ...(paused === null ? [] : [`Paused by ${paused.by}, ${at(paused.at)}: ${paused.reason}`]),
  ...(pausedBySettings ? ['Paused by `paused: true` in cqube-replay.yaml'] : []),
]

function pending({branch}: Status, {git}: Settings): string {
  if (branch.commit === null) {
    const {code, message} = branch.failure
    return wrapped(`Pending requests are not known: ${code}: ${message}`)
  }
  const where = `on branch ${git.branch}, commit ${branch.commit.slice(0, 12)}`
  if (branch.pending.length === 0) return `No pending request ${where}`
  const rows = branch.pending.map(({path, leftOutBefore}) => [
    path,
    leftOutBefore === null ? 'new' : `left out by the last run: ${leftOutBefore}`,
  ])
  return `Pending requests ${where}:\n${textTable(['File', 'State'], rows, '  ')}`
}

function pastRuns({recentRuns}: Status, at: (moment: string) => string): string {
  if (recentRuns.length === 0) return 'No run so far'
  const rows = recentRuns.map(({runId, requestedAt, state, failureCode, rowsDeleted, reportCommit}) => [
    runId,
    at(requestedAt),
    failureCode === null ? state : `${state}, ${failureCode}`,
    figure(rowsDeleted),
    reportCommit?.slice(0, 12) ?? 'not yet',
  ])
  return `Last runs:\n${textTable(['Run', 'Requested', 'State', '>Rows deleted', 'Report'], rows, '  ')}`
}
