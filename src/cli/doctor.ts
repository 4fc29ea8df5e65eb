import packageJson from '../../package.json' with {type: 'json'}
import {checksFor, doctorExitCode, runChecks, type CheckResult} from '../commands/doctor/doctor.ts'
import {defaultSettings, readSettingsFile} from '../commands/settings-file.ts'
import {openDoctor} from '../compose-doctor.ts'
import type {FindingStatus} from '../core/doctor/finding.ts'
import {openCheckout} from './checkout.ts'
import {coloursOf, type Colours} from './colours.ts'
import {jsonText, type GlobalOptions, type Terminal} from './terminal.ts'
import {wrapped} from './text-table.ts'

export async function examine(terminal: Terminal, options: GlobalOptions): Promise<number> {
  const {workTree, surroundings} = await openCheckout(terminal, options)
  const file = await readSettingsFile(workTree)
  const node = {version: process.versions.node, needed: packageJson.engines.node}
  const program = {node, programVersion: packageJson.version}
  const {world, close} = await openDoctor(surroundings, file, file.settings ?? defaultSettings(), program)
  const checks = checksFor(world.settings)
  const results = await runChecks(checks, world, (done) => {
    surroundings.log.advance('Checking', done, checks.length)
  })
  const exitCode = doctorExitCode(results)
  terminal.stdout.write(
    options.json === true
      ? jsonText('doctor', {checks: results, exitCode})
      : doctorText(results, coloursOf(terminal.stdout, terminal.environment)),
  )
  // A server that does not answer may keep the connection open for hours.
  const giveUp = surroundings.clock.every(2_000, () => {
    terminal.exitAtOnce(exitCode)
  })
  await close()
  giveUp()
  return exitCode
}

const statuses: readonly FindingStatus[] = ['ok', 'note', 'warning', 'failure', 'skipped']

/** A line a check: status, what was looked at, what was found; its fix below. */
export function doctorText(results: readonly CheckResult[], colours: Colours): string {
  const nameWidth = Math.max(...results.map(({name}) => name.length))
  const indent = ' '.repeat(2 + 9 + nameWidth + 2)
  const lines = results.map(({name, status, found, fix, code}) => {
    const head = `  ${paint(status, colours)(status.padEnd(7))}  ${name.padEnd(nameWidth)}  `
    const text = wrapped(`${code === null ? '' : `${code}: `}${found}.`, indent).trimStart()
    return [`${head}${text}`, ...(fix === null ? [] : [wrapped(`Fix: ${fix}`, indent)])].join('\n')
  })
  const counts = statuses.flatMap((status) => {
    const count = results.filter((result) => result.status === status).length
    return count === 0 ? [] : [`${count} ${status}`]
  })
  return `${lines.join('\n')}\n\n${results.length} checks: ${counts.join(', ')}.\n`
}

function paint(status: FindingStatus, {green, yellow, red, dim, bold}: Colours): (text: string) => string {
  const paints = {ok: green, note: bold, warning: yellow, failure: red, skipped: dim}
  return paints[status]
}
