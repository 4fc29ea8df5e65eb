import {isAbsolute, join} from 'node:path'
import {createRemoteInspection} from './adapters/git/inspect-remote.ts'
import {createSigningInspection} from './adapters/git/inspect-signing.ts'
import {createGitRequestSource} from './adapters/git/request-source.ts'
import {diskInspection} from './adapters/local-directory/inspect-folder.ts'
import {postgresFilesInFlight} from './adapters/postgres/holes.ts'
import {postgresInspection, postgresLedgerInspection} from './adapters/postgres/inspection.ts'
import {postgresPause} from './adapters/postgres/lease.ts'
import {postgresLedgerFacts} from './adapters/postgres/ledger-memory.ts'
import {postgresCatalogueCheck} from './adapters/postgres/live-catalogue.ts'
import {postgresPutProbes} from './adapters/postgres/put-probes.ts'
import type {DoctorWorld} from './commands/doctor/doctor-world.ts'
import type {SettingsFile} from './commands/settings-file.ts'
import {emissionDirectory, openDatabaseOf, type Surroundings} from './compose.ts'
import {placeOf, type Place} from './compose-s3.ts'
import type {Settings} from './core/settings/settings.ts'
import type {BucketInspection} from './ports/inspection.ts'
import type {Reviews} from './ports/reviews.ts'

/** Whoever asks how things are does not wait as long as a run does. */
const longestSeconds = 15

const impatient = (settings: Settings): Settings => ({
  ...settings,
  s3: {...settings.s3, timeoutSeconds: Math.min(settings.s3.timeoutSeconds, longestSeconds)},
  github: {...settings.github, timeoutSeconds: Math.min(settings.github.timeoutSeconds, longestSeconds)},
  nifi: {...settings.nifi, timeoutSeconds: Math.min(settings.nifi.timeoutSeconds, longestSeconds)},
  git: {...settings.git, timeoutSeconds: Math.min(settings.git.timeoutSeconds, longestSeconds)},
  database: {
    ...settings.database,
    lockTimeoutSeconds: Math.min(settings.database.lockTimeoutSeconds, longestSeconds),
    statementTimeoutSeconds: longestSeconds,
  },
})

async function inspectionOf(place: Place, settings: Settings, bucket: string): Promise<BucketInspection> {
  const [{bucketOf}, {bucketInspection}] = await Promise.all([
    import('./compose-s3.ts'),
    import('./adapters/s3/inspect-bucket.ts'),
  ])
  return bucketInspection(await bucketOf(place, settings, bucket))
}

const emissionBucketOf = (bucket: BucketInspection | null, {s3, emission}: Settings): DoctorWorld['emissionBucket'] =>
  bucket === null || emission.bucket === null ? null : {...bucket, place: placeOf(s3, emission.bucket)}

async function reviewsOf(surroundings: Surroundings, settings: Settings): Promise<Reviews> {
  const [{githubOf}, {createReviews}] = await Promise.all([
    import('./compose-github.ts'),
    import('./adapters/github/reviews.ts'),
  ])
  return createReviews((await githubOf(surroundings, settings)).client)
}

/** @throws {ReplayError} DATABASE_UNREACHABLE for a DATABASE_URL that is no address */
export async function openDoctor(
  surroundings: Surroundings,
  file: SettingsFile,
  usual: Settings,
  program: Pick<DoctorWorld, 'node' | 'programVersion'>,
): Promise<{readonly world: DoctorWorld; readonly close: () => Promise<void>}> {
  const {root, environment, clock} = surroundings
  const settings = impatient(usual)
  const database = await openDatabaseOf(settings, environment)
  const git = {directory: root, environment, settings: settings.git}
  const {directory: outputs} = settings.outputs
  const inspected = ({storage, bucket}: Settings['outputs'] | Settings['emission']): BucketInspection | null => {
    if (storage === 'local' || bucket === null) return null
    // Opened by the check itself: what is wrong with it is that check's finding.
    const open = () => inspectionOf({root, clock}, settings, bucket)
    return {
      rights: async (prefix) => (await open()).rights(prefix),
      creators: async (prefix) => (await open()).creators(prefix),
    }
  }
  const world: DoctorWorld = {
    file,
    settings,
    database: postgresInspection(database, {
      dataSchema: settings.database.dataSchema,
      embeddedIngestion: settings.ingestion.embedded,
    }),
    ledger: postgresLedgerInspection(database),
    facts: postgresLedgerFacts(database),
    pause: postgresPause(database),
    catalogue: postgresCatalogueCheck(database),
    filesInFlight: postgresFilesInFlight(database),
    requests: createGitRequestSource({...git, requestsDirectory: settings.requestsDirectory}),
    remote: createRemoteInspection(git),
    signing: createSigningInspection(git),
    reviews: settings.approval.provider === 'github' ? () => reviewsOf(surroundings, settings) : null,
    disk: diskInspection,
    clock,
    ...program,
    probes: postgresPutProbes(database),
    emissionBucket: emissionBucketOf(inspected(settings.emission), settings),
    outputBucket: inspected(settings.outputs),
    nifi:
      settings.nifi.address === null
        ? null
        : async () => {
            const {openFlowWorld} = await import('./compose-nifi.ts')
            return openFlowWorld(surroundings, settings, program.programVersion)
          },
    emissionDirectory: emissionDirectory(root, settings),
    outputsDirectory: outputs === null || isAbsolute(outputs) ? outputs : join(root, outputs),
  }
  return {world, close: () => database.end()}
}
