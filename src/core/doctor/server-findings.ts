import {failure, note, ok, warning, type Finding} from './finding.ts'

export interface ServerFacts {
  /** As PostgreSQL counts: 100023 is 10.23. */
  readonly versionNumber: number
  readonly version: string
  readonly database: string
  readonly role: string
  /** Schema of cQube's tables, when everybody who can connect may make tables in it; else null. */
  readonly openSchema: string | null
}

const oldestTested = 10
const newestTested = 18

export function serverFinding({versionNumber, version, database, role}: ServerFacts): Finding {
  const major = Math.floor(versionNumber / 10_000)
  const found = `PostgreSQL ${version}, database ${database}, role ${role}`
  if (major < oldestTested) {
    return failure(
      'DATABASE_FAILED',
      found,
      `Use PostgreSQL ${oldestTested} to ${newestTested}; older ones lack what the ledger needs.`,
    )
  }
  if (major <= newestTested) return ok(found)
  return warning(
    found,
    `Tested are PostgreSQL ${oldestTested} to ${newestTested}: rehearse a run first, with \`cqube-replay run --rehearse\`.`,
  )
}

/** Where a table is missing that the catalogue calls optional, anybody could put one of that name, with a trigger. */
export const schemaFinding = ({openSchema}: Pick<ServerFacts, 'openSchema'>): Finding =>
  openSchema === null
    ? ok("Nobody but its owner may make tables beside cQube's")
    : warning(
        `Everybody who can connect may make tables in schema ${openSchema}, beside cQube's`,
        `As its owner run: revoke create on schema ${openSchema} from public`,
      )

const mostSecondsApart = 5

/** @param aheadMs how far the database's clock is ahead of this machine's. @param roundTripMs how long the answer took */
export function clockFinding(aheadMs: number, roundTripMs: number): Finding {
  const seconds = Math.abs(aheadMs) / 1000
  if (seconds < 0.1) return ok("The database's clock and this machine's agree")
  const found = `The database's clock is ${seconds.toFixed(1)} s ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine's`
  // Half of the way there and back is not known to be either's.
  if (Math.abs(aheadMs) - roundTripMs / 2 <= mostSecondsApart * 1000) return ok(found)
  return warning(
    found,
    'Set both by NTP. Leases go by the clock of the database alone; `not_before`, the schedule and the times in reports go by this one.',
  )
}

export interface SpaceFacts {
  readonly databaseBytes: number
  readonly archiveBytes: number
  readonly archiveTables: number
}

export const spaceFinding = ({databaseBytes, archiveBytes, archiveTables}: SpaceFacts): Finding =>
  ok(
    `The database takes ${sizeWords(databaseBytes)}, ${sizeWords(archiveBytes)} of it for ${archiveTables} archive table${archiveTables === 1 ? '' : 's'}`,
  )

/** `12.3 GB`; powers of 1000, as disks are sold. */
export function sizeWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`
}

export interface FolderFacts {
  readonly directory: string
  /** False: it is still to be made; the facts are of the folder that it will lie in. */
  readonly exists: boolean
  readonly isWritable: boolean
  readonly freeBytes: number
}

const littleBytes = 1_000_000_000

export function folderFinding({directory, exists, isWritable, freeBytes}: FolderFacts): Finding {
  const free = `${sizeWords(freeBytes)} free`
  if (!isWritable) {
    const what = exists
      ? `${directory} cannot be written to by this user`
      : `${directory} is not there and cannot be made by this user`
    return failure('EMISSION_FAILED', what, 'Give the user that runs cqube-replay the right to write there.')
  }
  if (freeBytes < littleBytes) return warning(`${directory} has only ${free}`, 'Make room on this disk.')
  return exists ? ok(`${directory}, ${free}`) : note(`${directory} is not there yet; the first run makes it. ${free}`)
}

/** @param needed such as `>=20.19` */
export function nodeFinding(version: string, needed: string): Finding {
  const [atLeast = [], has = []] = [needed.replace(/^\D*/, ''), version].map((text) => text.split('.').map(Number))
  const part = [0, 1, 2].find((at) => (has[at] ?? 0) !== (atLeast[at] ?? 0))
  const isEnough = part === undefined || (has[part] ?? 0) > (atLeast[part] ?? 0)
  return isEnough ? ok(version) : failure('USAGE', `${version}, where ${needed} is needed`, 'Install a newer Node.js.')
}
