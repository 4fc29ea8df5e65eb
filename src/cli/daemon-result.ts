import type {Tick} from '../commands/daemon.ts'
import {readableTime} from '../core/report/zoned-time.ts'
import {counted} from './problem-lines.ts'
import type {Failure} from '../entries/failure.ts'
import type {ShownRun} from '../entries/shown-run.ts'
import {runContent} from './run-text.ts'

/** Refusals that nobody must do anything about: somebody works, or somebody said that nobody shall. */
const calm: readonly string[] = ['OTHER_RUNNER', 'LEASE_LOST', 'PAUSED', 'STOPPED']

export const isCalm = ({code}: Failure): boolean => calm.includes(code)

/** One line, though a message may list many mistakes. */
export const failureLine = ({code, message, fix, stack}: Failure): string =>
  [`${code}: ${message} Fix: ${fix}`, ...(stack === null ? [] : [stack])].join(' ').replaceAll(/\s*\n\s*/g, ' ')

const tickOf = ({because, due, missed}: Tick): Readonly<Record<string, unknown>> => ({
  because,
  due: due?.toISOString() ?? null,
  missed: missed && {...missed, first: missed.first.toISOString(), last: missed.last.toISOString()},
})

/** Many runs make many objects, so each is one line here. */
const jsonLine = (tick: Tick, content: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({version: 1, command: 'daemon', tick: tickOf(tick), ...content})}\n`

export const runLine = (tick: Tick, shown: ShownRun): string => jsonLine(tick, {failure: null, ...runContent(shown)})

export const failureJsonLine = (tick: Tick, {code, message, fix, exitCode}: Failure): string =>
  jsonLine(tick, {failure: {code, message, fix}, exitCode})

const begins: Readonly<Record<Tick['because'], string>> = {
  due: 'Start',
  missed: 'Start that makes up for missed ones',
  unfinished: 'Start that goes on with an unfinished run',
  once: 'Start',
}

/** On a terminal it is what tells the time of the lines that follow. */
export const beginText = ({because, at}: Tick, branch: string, timeZone: string): string =>
  `${begins[because]}, ${readableTime(at.toISOString(), timeZone)}: fetching branch ${branch} …`

/** What a run came to, for the log. */
export function endText({result}: ShownRun): string {
  const {runs, plan, exitCode} = result
  const [leftOut, waiting] = [plan?.leftOut.length ?? 0, plan?.waiting.length ?? 0]
  const parts = [
    runs.length === 0 ? 'Nothing to do' : `Ended: run ${runs.map(({runId}) => runId).join(', ')}`,
    ...(leftOut === 0 ? [] : [`${counted(leftOut, 'request')} left out`]),
    ...(waiting === 0 ? [] : [`${counted(waiting, 'request')} waiting for the time in not_before`]),
  ]
  return `${parts.join('; ')} (exit code ${exitCode}).`
}
