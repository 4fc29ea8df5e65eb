import {gitAdapters, ledgerAdapters, openDatabaseOf, openLedger, type OpenWorld, type Surroundings} from './compose.ts'
import {approvalsOf} from './compose-approvals.ts'
import {rehearsedOutputsOf} from './compose-outputs.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Log, World} from './ports.ts'

/**
 * The same world inside one transaction that is rolled back whatever happens: documents stay in memory, no report is
 * pushed. `act` sees what a run would see.
 */
export async function rehearse<T>(
  surroundings: Surroundings,
  settings: Settings,
  act: (rehearsal: Pick<OpenWorld, 'world' | 'lease'>) => Promise<T>,
): Promise<T> {
  const database = await openDatabaseOf(settings, surroundings.environment)
  try {
    const {rehearsalIn} = await import('./adapters/postgres/rehearsal.ts')
    const {memoryEmissionStore} = await import('./adapters/local-directory/memory-store.ts')
    return await rehearsalIn(database, async (sql, counter) => {
      // The row lock keeps others out until the rollback, so the lease needs no renewal, which would meet the savepoints.
      const patient = {...settings, run: {...settings.run, leaseSeconds: 86_400}}
      const {lease} = await openLedger(
        {...database, query: (text, parameters) => sql.query(text, parameters)},
        patient,
        surroundings.runner,
      )
      const git = await gitAdapters(surroundings, settings)
      const {clock, points} = surroundings
      const world: World = {
        ...(await ledgerAdapters(sql)),
        requests: git.requests,
        approvals: await approvalsOf(surroundings, settings),
        reports: {known: () => git.reports.known(), publish: async () => 'rehearsal'},
        counter,
        emission: memoryEmissionStore(),
        // Nothing is written to the bucket, so it is not tried either.
        emissionServer: null,
        outputs: await rehearsedOutputsOf(sql, surroundings, settings),
        ingestion: null,
        loading: null,
        // A rehearsal must not wait for, or hold up, those who read the archive.
        archive: {purge: async () => ({dropped: [], left: []})},
        // Nor for files, with all its locks held: the deletion refuses at once.
        filesInFlight: {of: async () => []},
        clock,
        log: rehearsing(surroundings.log),
        points,
      }
      return act({world, lease: {...lease, renew: async () => true}})
    })
  } finally {
    await database.end()
  }
}

const rehearsing = (log: Log): Log => ({
  progress: (message) => {
    log.progress(`Rehearsal: ${message}`)
  },
  warn: (message) => {
    log.warn(`Rehearsal: ${message}`)
  },
  advance: (...told) => {
    log.advance(...told)
  },
})
