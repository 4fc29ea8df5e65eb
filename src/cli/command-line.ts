import {CommanderError} from 'commander'
import {exitCodes} from '../core/error-catalogue.ts'
import {ReplayError} from '../core/replay-error.ts'
import {coloursOf, type Colours} from './colours.ts'
import {failureOf, type Failure} from '../entries/failure.ts'
import {failureText} from './failure.ts'
import {createProgram} from './program.ts'
import {onOneScreen} from './screen.ts'
import {jsonText, type Terminal} from './terminal.ts'

/** @param words of the command line, without node and script. @returns the exit code; never throws */
export async function commandLine(words: readonly string[], streams: Terminal): Promise<number> {
  const terminal = onOneScreen(streams)
  let exitCode: number = exitCodes.done
  try {
    await createProgram(terminal, (code) => (exitCode = code)).parseAsync([...words], {from: 'user'})
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && isHelp(error)) return error.exitCode
    const failure = failureOf(error instanceof CommanderError ? usageError(error) : error)
    const colours = coloursOf(terminal.stderr, terminal.environment)
    terminal.stderr.write(failure.code === 'USAGE' ? usageText(failure, colours) : failureText(failure, colours))
    if (words.includes('--json')) {
      const {code, message, fix} = failure
      terminal.stdout.write(jsonText('error', {code, message, fix, exitCode: failure.exitCode}))
    }
    return failure.exitCode
  } finally {
    terminal.stderr.draw?.('')
  }
}

/** Help and version that were asked for end like this, and so does a command that lacks its subcommand (exit code 1). */
const isHelp = ({code}: CommanderError): boolean => /^commander\.(help|version)/.test(code)

function usageError({message}: CommanderError): ReplayError {
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n')
  return new ReplayError('USAGE', `${first.replace(/\.$/, '')}${hint === '' ? '' : ` ${hint}`}.`)
}

const usageText = ({code, message, fix}: Failure, {red}: Colours): string => `${red(`${code}:`)} ${message} ${fix}\n`
