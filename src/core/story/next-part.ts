import {isOpen} from '../holes/hole.ts'
import {vacuumStatements, whyVacuum} from '../report/vacuum-advice.ts'
import type {RunRecord} from '../run/run-record.ts'
import {counted, momentWords} from './words.ts'
import type {StoryContext, StoryPart} from './story-parts.ts'

/** What is left to do, and for whom; where nothing is, that is said. */
export function nextPart(record: RunRecord, context: StoryContext): StoryPart {
  const steps = [
    ...unfinished(record, context),
    ...(record.failure === null
      ? []
      : ['Do what is said under "What went wrong"; then ask again, or let the next run go on.']),
    ...(record.leftOut.length === 0 ? [] : [leftOutStep(record)]),
    ...(isOver(record) ? [...awaited(record, context), ...vacuum(record)] : []),
  ]
  return {heading: 'What to do next', lines: steps.length === 0 ? ['Nothing.'] : steps.map((step) => `- ${step}`)}
}

function leftOutStep({leftOut}: RunRecord): string {
  const isUnapproved = leftOut.some(({reason}) => reason.startsWith('APPROVAL_'))
  const acts = isUnapproved ? 'Correct, approve or withdraw' : 'Correct or withdraw'
  return `${acts} what was left out: the next run looks at it again.`
}

const isOver = ({state, failure}: RunRecord): boolean => state === 'reported' || failure !== null

function unfinished(record: RunRecord, {timeZone}: StoryContext): string[] {
  if (isOver(record)) return []
  const {state, states} = record
  const since = states.at(-1)?.at
  const when = since === undefined ? '' : ` since ${momentWords(since, timeZone)}`
  return [
    `It stands in state "${state}"${when}. A runner works on it (see \`cqube-replay status\`), or the next run goes on with it.`,
  ]
}

function awaited({holes, runId}: RunRecord, {timeZone}: StoryContext): string[] {
  const open = holes.filter(isOpen)
  if (open.length === 0) return []
  const overdue = open.filter((hole) => hole.overdue).length
  const [next] = open.flatMap(({deadline, overdue: late}) => (deadline === null || late ? [] : [deadline])).sort()
  return [
    [
      `Emit the corrected files of ${counted(open.length, 'slice')}; what is emitted is counted by the next run.`,
      ...(next === undefined ? [] : [`cQube drops what comes after ${momentWords(next, timeZone)}.`]),
      ...(overdue === 0
        ? []
        : [
            `For ${counted(overdue, 'slice')} that time has passed: ask for the replay again (\`repeat_of: ${runId}\`) or raise cQube's retention period.`,
          ]),
    ].join(' '),
  ]
}

function vacuum({deletions}: RunRecord): string[] {
  const statements = vacuumStatements(deletions)
  return statements.length === 0
    ? []
    : [`${whyVacuum} ${statements.map((statement) => `\`${statement}\``).join(', ')}.`]
}
