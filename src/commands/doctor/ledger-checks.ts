import {failure, note, ok} from '../../core/doctor/finding.ts'
import {
  catalogueFinding,
  ingestionFinding,
  runsFinding,
  stockFinding,
  type FileInWork,
} from '../../core/doctor/work-findings.ts'
import {readableTime} from '../../core/report/zoned-time.ts'
import type {Check} from '../../ports/checks.ts'
import type {DoctorWorld} from './doctor-world.ts'

const after = 'Ledger'

/** The ledger, and whether a run could start now. */
export const ledgerChecks: readonly Check<DoctorWorld>[] = [
  {
    name: 'Ledger',
    after: 'PostgreSQL',
    act: async ({ledger}) => {
      const {version, ledgerId} = await ledger.ledger()
      return ok(`Version ${version}, id ${ledgerId}`)
    },
  },
  {
    name: 'Catalogue',
    after,
    act: async ({ledger, catalogue}) => {
      const {differences, notes} = await catalogue.check(await ledger.dataSources())
      return catalogueFinding(differences, notes)
    },
  },
  {
    name: 'Stock replay',
    after,
    act: async ({ledger, settings}) =>
      stockFinding(await ledger.openStockRows(), settings.stockReplayIgnoreAfterMinutes),
  },
  {
    name: 'Ingestion',
    after,
    act: async (world) => ingestionFinding(await filesInWork(world), world.settings.ingestion.inFlight),
  },
  {
    name: 'Pause',
    after,
    act: async ({pause, settings}) => {
      const paused = await pause.read()
      if (paused !== null) {
        const since = readableTime(paused.at, settings.timeZone)
        return failure('PAUSED', `Paused by ${paused.by} since ${since}: ${paused.reason}`)
      }
      return settings.paused ? failure('PAUSED', 'Paused by `paused: true` in cqube-replay.yaml') : ok('Not paused')
    },
  },
  {
    name: 'Runner',
    after,
    act: async ({facts, settings}) => {
      const {holder, active, expiresAt} = await facts.lease()
      if (!active) return ok('No runner is active')
      return note(`${holder ?? 'A runner'} is at work; its lease ends ${readableTime(expiresAt, settings.timeZone)}`)
    },
  },
  {
    name: 'Runs',
    after,
    act: async ({facts}) => runsFinding(await facts.openRuns(), (await facts.lease()).active),
  },
]

async function filesInWork({ledger, filesInFlight, settings}: DoctorWorld): Promise<readonly FileInWork[]> {
  const found: FileInWork[] = []
  for (const dataSource of await ledger.dataSources()) {
    const files = await filesInFlight.of(dataSource, settings.ingestion.ignoreOpenRowsAfterMinutes)
    found.push(...files.map((file) => ({dataSource, ...file})))
  }
  return found
}
