import picocolors from 'picocolors'
import type {Surroundings} from '../compose.ts'

/** Each changes nothing where colours are off. */
export type Colours = Pick<ReturnType<typeof picocolors.createColors>, 'bold' | 'dim' | 'green' | 'red' | 'yellow'>

type Environment = Surroundings['environment']

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/** On a terminal, unless NO_COLOR is set or TERM is `dumb`; FORCE_COLOR wants them elsewhere, too, where logs show them. */
function wantsColours({isTTY}: {readonly isTTY?: boolean}, environment: Environment): boolean {
  if (isSet(environment['NO_COLOR'])) return false
  const forced = environment['FORCE_COLOR']
  if (isSet(forced)) return forced !== '0' && forced !== 'false'
  return isTTY === true && environment['TERM'] !== 'dumb'
}

/** Decided for each stream: a redirected one gets none while the other still may. */
export const coloursOf = (stream: {readonly isTTY?: boolean}, environment: Environment): Colours =>
  picocolors.createColors(wantsColours(stream, environment))

export const noColours: Colours = picocolors.createColors(false)
