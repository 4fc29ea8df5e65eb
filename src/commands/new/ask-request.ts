import {bySource} from '../../core/emission/source-order.ts'
import {ReplayError} from '../../core/replay-error.ts'
import {isError} from '../../core/problem.ts'
import {zonedTime} from '../../core/report/zoned-time.ts'
import {draftFromFlags, flagsUnusable, selectsByFlags, type RequestFlags} from '../../core/request/draft-from-flags.ts'
import {replayOf, type RequestDraft} from '../../core/request/draft.ts'
import type {Slice} from '../../core/slice.ts'
import type {HeldOptions} from '../../ports/options.ts'
import type {Choice, Questions} from '../../ports/questions.ts'
import {sourceNamed} from '../options.ts'
import {askSlices, askSources} from './ask-slices.ts'
import {earlierDeletionText, type EarlierDeletion} from './earlier-deletions.ts'
import {problemsOfDraft} from './read-draft.ts'
import {contextOf, prepareRequest, type NewRequestWorld, type PreparedRequest} from './write-request.ts'

export interface AskingWorld extends NewRequestWorld {
  readonly questions: Questions
  readonly held: HeldOptions
  /** What a person sees before the last question. */
  readonly present: (prepared: PreparedRequest) => string
}

type Words = Pick<RequestDraft, 'reason' | 'ticket' | 'notBefore'>

/**
 * Asks for what the flags leave open, shows the plan, and goes back as often as the person likes.
 * @returns what the person wants to have written
 * @throws {ReplayError} CANCELLED
 */
export async function askRequest(
  world: AskingWorld,
  flags: RequestFlags,
  output: string | null,
): Promise<PreparedRequest> {
  let replay = selectsByFlags(flags) ? selectionOf(world, flags) : await askReplay(world, flags.source ?? [])
  let words = await askWords(world, {reason: '', ticket: null, notBefore: null}, flags)
  for (;;) {
    const prepared = await tryToPrepare(world, {...words, repeatOf: flags.repeatOf ?? null, replay}, output)
    const isWritable = prepared !== null && prepared.text !== null
    const next = await world.questions.select('What now?', nextSteps(isWritable))
    if (next === 'write' && isWritable) return prepared
    if (next === 'selection') replay = await askReplay(world, [])
    else if (next === 'words') words = await askWords(world, words, {})
    else throw new ReplayError('CANCELLED', 'Left; nothing was written.')
  }
}

const nextSteps = (isWritable: boolean): readonly Choice[] => [
  ...(isWritable ? [{value: 'write', name: 'Write the file', refused: null}] : []),
  {value: 'selection', name: 'Choose other data', refused: null},
  {value: 'words', name: 'Change the reason, the ticket or the time', refused: null},
  {value: 'leave', name: 'Leave; nothing is written', refused: null},
]

/** What the person can mend by other answers. */
const mendable: readonly string[] = ['REQUEST_INVALID', 'REQUEST_EXISTS', 'ALREADY_DELETED']

/** @returns null when other answers are needed; it was told why */
async function tryToPrepare(
  world: AskingWorld,
  draft: RequestDraft,
  output: string | null,
): Promise<PreparedRequest | null> {
  try {
    const prepared = await prepareRequest(world, draft, output, (earlier) => askRepeat(world.questions, earlier))
    world.questions.show(world.present(prepared))
    return prepared
  } catch (error) {
    if (!(error instanceof ReplayError) || !mendable.includes(error.code)) throw error
    world.questions.show(`${error.message}\n`)
    return null
  }
}

async function askRepeat(questions: Questions, earlier: EarlierDeletion): Promise<boolean> {
  questions.show(`${earlierDeletionText(earlier)}. Only what was loaded since then is there now.\n`)
  return questions.confirm(`Delete it again? (repeat_of: ${earlier.runId})`, false)
}

/** @throws {ReplayError} USAGE when a selection has begun on the command line and is not whole */
function selectionOf({settings}: AskingWorld, flags: RequestFlags): RequestDraft['replay'] {
  const {draft, missing, wrong} = draftFromFlags({...flags, reason: flags.reason ?? ' '}, settings.addedSources)
  if (draft === null) throw flagsUnusable(missing, wrong)
  return draft.replay
}

/** Asks until something is chosen; an empty answer leads back to the data sources. */
async function askReplay(
  {questions, held, settings}: AskingWorld,
  named: readonly string[],
): Promise<RequestDraft['replay']> {
  const sources = [...(await held.sources())].sort((a, b) => bySource(a.dataSource, b.dataSource))
  let chosen = named.map((name) => sourceNamed(sources, name))
  for (;;) {
    if (chosen.length === 0) chosen = [...(await askSources(questions, sources, settings.limits.fullRefresh))]
    const slices: Slice[] = []
    for (const source of chosen) slices.push(...(await askSlices(questions, held, source)))
    if (slices.length > 0) return replayOf(slices)
    questions.show('Nothing is chosen yet.\n')
    chosen = []
  }
}

async function askWords(world: AskingWorld, before: Words, flags: RequestFlags): Promise<Words> {
  const {questions} = world
  const ask = async (question: string, field: keyof Words, usual: string | null): Promise<string> =>
    (flags[field] ?? (await questions.input(question, usual ?? '', judgeOf(world, field)))).trim()
  const reason = await ask('What was wrong with the data? (the reason that reviewers read)', 'reason', before.reason)
  // Whoever gave the reason on the command line has said there what there is to say.
  if (flags.reason !== undefined) return {reason, ticket: flags.ticket ?? null, notBefore: flags.notBefore ?? null}
  const ticket = await ask('Ticket, if there is one', 'ticket', before.ticket)
  const example = `${contextOf(world).today}T22:00${zonedTime(world.now.toISOString(), world.settings.timeZone).slice(19)}`
  const notBefore = await ask(
    `Not before, such as ${example}; empty: as soon as it is merged`,
    'notBefore',
    before.notBefore,
  )
  return {reason, ticket: ticket === '' ? null : ticket, notBefore: notBefore === '' ? null : notBefore}
}

/** As the reader of the file would judge it. */
const judgeOf =
  (world: AskingWorld, field: keyof Words) =>
  (answer: string): string | null => {
    if (field !== 'reason' && answer.trim() === '') return null
    const right = {reason: 'It is only looked at', ticket: null, notBefore: null, repeatOf: null}
    const draft = {...right, [field]: answer.trim(), replay: {udise: {selection: 'yes'}}}
    const [first] = problemsOfDraft(draft, contextOf(world)).filter(isError)
    return first === undefined ? null : `${first.what} ${first.fix}`
  }
