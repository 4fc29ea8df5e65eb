import {checksFor, doctorExitCode, runChecks, type CheckResult} from '../../src/commands/doctor/doctor.ts'
import {readSettingsFile, requireSettings} from '../../src/commands/settings-file.ts'
import {openWorkTree, type Surroundings} from '../../src/compose.ts'
import {openDoctor} from '../../src/compose-doctor.ts'

export interface Examined {
  readonly results: readonly CheckResult[]
  readonly exitCode: number
  /** One check as `status: found. Fix: …`. */
  readonly line: (name: string) => string
  /** Names of the checks of this status. */
  readonly named: (status: CheckResult['status']) => readonly string[]
}

/** `cqube-replay doctor` over the real adapters. @param environment what differs from the surroundings' own */
export async function examined(
  surroundings: Surroundings,
  environment: Readonly<Record<string, string>> = {},
): Promise<Examined> {
  const file = await readSettingsFile(await openWorkTree(surroundings.root))
  const node = {version: '20.19.0', needed: '>=20.19'}
  const where = {...surroundings, environment: {...surroundings.environment, ...environment}}
  const {world, close} = await openDoctor(where, file, requireSettings(file), {node, programVersion: '0.0.0-test'})
  try {
    const results = await runChecks(checksFor(world.settings), world)
    return {
      results,
      exitCode: doctorExitCode(results),
      line: (name) => {
        const result = results.find((each) => each.name === name)
        if (result === undefined) return 'no such check'
        const {status, code, found, fix} = result
        return `${status}: ${code === null ? '' : `${code}: `}${found}.${fix === null ? '' : ` Fix: ${fix}`}`
      },
      named: (status) => results.filter((result) => result.status === status).map(({name}) => name),
    }
  } finally {
    await close()
  }
}
