import {emissionBucketFinding, outputBucketFinding} from '../../core/doctor/bucket-findings.ts'
import {failure, note, ok, skipped, type Finding} from '../../core/doctor/finding.ts'
import {folderFinding, nodeFinding} from '../../core/doctor/server-findings.ts'
import {isError} from '../../core/problem.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Check} from '../../ports/checks.ts'
import {settingsPath} from '../settings-file.ts'
import type {DoctorWorld} from './doctor-world.ts'

/** This machine: the program, its settings, its disks. */
export const machineChecks: readonly Check<DoctorWorld>[] = [
  {name: 'Node.js', after: null, act: async ({node}) => nodeFinding(node.version, node.needed)},
  {
    name: 'Settings',
    after: null,
    act: async ({file}) => {
      const errors = file.problems.filter(isError).length
      if (file.bytes === null)
        return note(`There is no ${settingsPath}; its defaults are used`, '`cqube-replay init` makes one.')
      if (errors === 0) return ok(`${settingsPath} of this checkout is valid`)
      const found = `${settingsPath} of this checkout has ${errors} mistake${errors === 1 ? '' : 's'}; what follows goes by the defaults`
      return failure('SETTINGS_INVALID', found, '`cqube-replay validate` tells each with its fix.')
    },
  },
  {
    name: 'Emission store',
    after: null,
    act: async ({disk, emissionBucket, emissionDirectory, settings, probes, programVersion}) => {
      if (emissionBucket === null) return folderFinding(await disk.folder(emissionDirectory))
      const {prefix} = settings.emission
      const facts = await emissionBucket.rights(prefix)
      const creators = facts.troubles.length > 0 ? null : await emissionBucket.creators(prefix)
      const finding = emissionBucketFinding(facts, creators, settings.s3.conditionalPut)
      if (creators === null) return finding
      const keeping = probes.record(emissionBucket.place, creators, programVersion)
      return keeping.then(
        () => finding,
        (error: unknown) => notKept(finding, error),
      )
    },
  },
  {
    name: 'Output store',
    after: null,
    act: async ({disk, outputBucket, outputsDirectory, settings}) => {
      if (outputBucket !== null) return outputBucketFinding(await outputBucket.rights(settings.outputs.archivePrefix))
      return outputsDirectory === null
        ? skipped('`outputs.directory` names none: outputs are not looked after')
        : folderFinding(await disk.folder(outputsDirectory))
    },
  },
]

/** Whoever may only plan cannot write to the ledger, and that the database is away is the finding of another check. */
function notKept(finding: Finding, error: unknown): Finding {
  if (!(error instanceof ReplayError)) throw error
  return {
    ...finding,
    found: `${finding.found}; it was not kept in the ledger (${error.code}), so no run knows of it`,
  }
}
