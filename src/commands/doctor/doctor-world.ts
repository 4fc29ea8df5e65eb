import type {BucketPlace} from '../../core/emission/conditional-put.ts'
import type {Settings} from '../../core/settings/settings.ts'
import type {CatalogueCheck, Clock, LedgerFacts, Pause, RequestSource} from '../../ports.ts'
import type {PutProbes} from '../../ports/emission-server.ts'
import type {FilesInFlight} from '../../ports/files-in-flight.ts'
import type {
  BucketInspection,
  DatabaseInspection,
  DiskInspection,
  LedgerInspection,
  RemoteInspection,
  SigningInspection,
} from '../../ports/inspection.ts'
import type {Reviews} from '../../ports/reviews.ts'
import type {FlowWorld} from '../nifi/flow-world.ts'
import type {SettingsFile} from '../settings-file.ts'

/** All that checks look at. */
export interface DoctorWorld {
  /** Of the checkout, which says where everything is. */
  readonly file: SettingsFile
  /** The file's, or the defaults where it holds mistakes. */
  readonly settings: Settings
  readonly database: DatabaseInspection
  readonly ledger: LedgerInspection
  readonly facts: Pick<LedgerFacts, 'openRuns' | 'lease'>
  readonly pause: Pick<Pause, 'read'>
  readonly catalogue: CatalogueCheck
  readonly filesInFlight: FilesInFlight
  readonly requests: Pick<RequestSource, 'fetch' | 'readPath'>
  readonly remote: RemoteInspection
  readonly signing: SigningInspection
  /** Opened by the check itself. Null: approvals are no reviews on GitHub. */
  readonly reviews: (() => Promise<Reviews>) | null
  readonly disk: DiskInspection
  readonly clock: Clock
  readonly node: {readonly version: string; readonly needed: string}
  readonly programVersion: string
  /** Null: the store is a directory. */
  readonly emissionBucket: (BucketInspection & {readonly place: BucketPlace}) | null
  readonly outputBucket: BucketInspection | null
  readonly probes: PutProbes
  /** Opened by the check itself: what is wrong with it is that check's finding. Null: the settings name no NiFi. */
  readonly nifi: (() => Promise<FlowWorld>) | null
  /** Absolute. */
  readonly emissionDirectory: string
  /** Absolute; null: outputs are not looked after. */
  readonly outputsDirectory: string | null
}
