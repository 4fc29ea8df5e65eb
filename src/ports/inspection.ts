import type {BucketFacts} from '../core/doctor/bucket-findings.ts'
import type {RightsFacts} from '../core/doctor/rights-finding.ts'
import type {FolderFacts, ServerFacts, SpaceFacts} from '../core/doctor/server-findings.ts'
import type {OpenStockRow} from '../core/doctor/work-findings.ts'
import type {CreatorFacts} from '../core/emission/conditional-put.ts'

/** What `doctor` asks of a database. Reads only; each throws what the database throws, and needs as few rights as can be. */
export interface DatabaseInspection {
  server(): Promise<ServerFacts>
  now(): Promise<Date>
  space(): Promise<SpaceFacts>
  /** @returns null where there is no ledger whose rights could be looked at */
  rights(): Promise<RightsFacts | null>
  /** The owner of the ledger, and the statements that would give it the rights on cQube's tables that it lacks. */
  ownerRights(): Promise<{readonly owner: string; readonly missing: readonly string[]} | null>
}

/** What `doctor` asks of a ledger and the tables beside it. */
export interface LedgerInspection {
  /** @throws {ReplayError} LEDGER_MISSING, LEDGER_OLDER, LEDGER_NEWER */
  ledger(): Promise<{readonly version: number; readonly ledgerId: string}>
  dataSources(): Promise<readonly string[]>
  /** @returns null where cQube's own replay is not installed */
  openStockRows(): Promise<readonly OpenStockRow[] | null>
}

/** What `doctor` asks of the remote. Throws GIT_UNREACHABLE. */
export interface RemoteInspection {
  /** @returns how many branches it shows */
  branches(): Promise<number>
  /**
   * Asks the server for the right to push to the reports branch, without a push: it opens the connection that a push
   * would, so a missing right to write is told; hooks and rules of branches are not asked.
   * @param commit one that the remote has, for a branch that is still to be made
   * @returns whether the branch is there
   */
  tryReportsBranch(commit: string): Promise<boolean>
}

/** What `doctor` asks where approvals are signatures. */
export interface SigningInspection {
  /** As git tells it: `2.39.5`, or with more behind it. */
  gitVersion(): Promise<string>
  /** Whether ssh-keygen starts and knows how to verify. */
  hasSshKeygen(): Promise<boolean>
}

/** What `doctor` asks of a bucket: by objects of its own, which it removes. */
export interface BucketInspection {
  rights(prefix: string): Promise<BucketFacts>
  /**
   * Lets many writers create the same new key at once, again and again: one at a time every server does it right.
   * @throws {ReplayError} EMISSION_FAILED when the server did not answer them
   */
  creators(prefix: string): Promise<CreatorFacts>
}

export interface DiskInspection {
  /** @param directory absolute; need not be there */
  folder(directory: string): Promise<FolderFacts>
}
