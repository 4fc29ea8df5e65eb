import {askRequest} from '../commands/new/ask-request.ts'
import {
  prepareRequest,
  writeRequest,
  type NewRequestWorld,
  type PreparedRequest,
} from '../commands/new/write-request.ts'
import {openNewFiles, openPlanningAndOptions, openQuestions} from '../compose-choose.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {ReplayError} from '../core/replay-error.ts'
import {draftFromFlags, flagsUnusable, type FlagReading, type RequestFlags} from '../core/request/draft-from-flags.ts'
import {localSettings, openCheckout, type Checkout} from './checkout.ts'
import {coloursOf} from './colours.ts'
import {newRequestJson, preparedText, writtenText} from './new-text.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'

export interface NewOptions extends GlobalOptions, RequestFlags {
  readonly output?: string
  readonly offline?: true
}

export async function newRequest(terminal: Terminal, options: NewOptions): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const settings = await localSettings(checkout)
  const reading = draftFromFlags(options, settings.addedSources)
  const isAsking = mustAsk(terminal, options, reading)
  const {surroundings, workTree} = checkout
  const world = {
    workTree,
    files: openNewFiles(workTree.root),
    settings,
    log: surroundings.log,
    now: surroundings.clock.now(),
  }
  if (options.offline === true) return byFlags(terminal, checkout, {...world, planning: null}, options, reading)
  const {planning, held, close} = await openPlanningAndOptions(surroundings, settings).catch(withOffline)
  try {
    const asked = {...world, planning}
    if (!isAsking) return await byFlags(terminal, checkout, asked, options, reading)
    const questions = await openQuestions({input: terminal.stdin, screen: terminal.stderr})
    const present = (prepared: PreparedRequest): string => preparedText(prepared, settings)
    const prepared = await askRequest({...asked, questions, held, present}, options, outputOf(checkout, options))
    return await write(terminal, asked, prepared, '')
  } finally {
    await close()
  }
}

/** @throws {ReplayError} USAGE when flags are missing and nobody is there to be asked, or when flags fit nothing */
function mustAsk(
  {stdin, stderr}: Terminal,
  {json, offline}: NewOptions,
  {draft, missing, wrong}: FlagReading,
): boolean {
  if (draft !== null) return false
  const isSomebodyThere = stdin.isTTY === true && stderr.isTTY === true && json !== true && offline !== true
  if (wrong.length > 0 || !isSomebodyThere) throw flagsUnusable(missing, wrong)
  return true
}

/** @throws {ReplayError} the same, with what else can be done where the database is out of reach */
function withOffline(error: unknown): never {
  if (!(error instanceof ReplayError) || error.code !== 'DATABASE_UNREACHABLE') throw error
  throw new ReplayError(
    error.code,
    `${error.message} What can be chosen and the row contract \`expect\` come from it, so nothing was written. With ` +
      '`--offline` and all flags a file without `expect` is written.',
    error.details,
    error,
  )
}

async function byFlags(
  terminal: Terminal,
  checkout: Checkout,
  world: NewRequestWorld,
  options: NewOptions,
  {draft, missing, wrong}: FlagReading,
): Promise<number> {
  if (draft === null) throw flagsUnusable(missing, wrong)
  const prepared = await prepareRequest(world, draft, outputOf(checkout, options), async () => false)
  if (options.json !== true) return write(terminal, world, prepared, preparedText(prepared, world.settings))
  if (prepared.text !== null) await writeRequest(world, prepared)
  terminal.stdout.write(newRequestJson(prepared))
  return exitCodeOf(prepared)
}

async function write(terminal: Terminal, world: NewRequestWorld, prepared: PreparedRequest, shown: string) {
  const request = prepared.text === null ? null : await writeRequest(world, prepared)
  const colours = coloursOf(terminal.stdout, terminal.environment)
  terminal.stdout.write(shown + writtenText(request, prepared, world.settings, colours))
  return exitCodeOf(prepared)
}

const exitCodeOf = ({text}: PreparedRequest): number => (text === null ? exitCodes.refused : exitCodes.done)

const outputOf = ({pathOf}: Checkout, {output}: NewOptions): string | null =>
  output === undefined ? null : pathOf(output)
