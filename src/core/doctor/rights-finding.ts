import {failure, firstOf, note, ok, type Finding} from './finding.ts'

/** What a role lacks of the rights of a kind of role. */
export interface RoleRights {
  /** How many there are. */
  readonly needed: number
  /** The statements that would give the missing ones. */
  readonly missing: readonly string[]
}

export interface RightsFacts {
  readonly role: string
  /** Owner of the ledger, a member of it, or a superuser. */
  readonly isOwner: boolean
  readonly reader: RoleRights
  readonly runner: RoleRights
  readonly nifi: RoleRights
}

const isWhole = ({missing}: RoleRights): boolean => missing.length === 0
const hasSome = ({needed, missing}: RoleRights): boolean => missing.length < needed

/** What the connected role is, by what it may do, and what it lacks for that. */
export function rightsFinding({role, isOwner, reader, runner, nifi}: RightsFacts): Finding {
  if (isOwner) {
    return note(
      `${role} owns the ledger, so it may do everything, also change what was recorded`,
      'Let the runner connect as a role of its own: `cqube-replay db grants` prints its rights.',
    )
  }
  if (hasSome(runner)) {
    const missing = [...reader.missing, ...runner.missing]
    return missing.length === 0 ? ok(`${role} is a runner: it may plan and run`) : lacking(role, 'a runner', missing)
  }
  // The right to use the ledger's schema is both readers' and NiFi's, and says nothing.
  if (nifi.missing.length < nifi.needed - 1) {
    if (!isWhole(nifi)) return lacking(role, 'the role of NiFi', nifi.missing)
    return note(`${role} is the role of NiFi: it may execute what was submitted, and neither plan nor run`)
  }
  if (isWhole(reader)) return note(`${role} is a planner: it may plan, and not run`)
  return hasSome(reader)
    ? lacking(role, 'a planner', reader.missing)
    : refused(`${role} has no right in the ledger`, reader.missing)
}

const lacking = (role: string, kind: string, missing: readonly string[]): Finding =>
  refused(`${role} is ${kind} and lacks ${rights(missing)}`, missing)

const rights = ({length}: readonly string[]): string => `${length} right${length === 1 ? '' : 's'}`

/** @param missing statements that an owner runs */
const refused = (found: string, missing: readonly string[], whose = 'the owner', options = ''): Finding =>
  failure(
    'PERMISSION_MISSING',
    found,
    `As ${whose} run: ${firstOf(missing.map((statement) => statement.replace(/;$/, '')))}. ` +
      `\`cqube-replay db grants${options}\` prints all of them.`,
  )

/** @param missing the statements that would give the owner of the ledger what its functions need */
export const ownerFinding = (owner: string, missing: readonly string[]): Finding =>
  missing.length === 0
    ? ok(`${owner}, who owns the ledger, may delete from every table of the catalogue`)
    : refused(
        `${owner}, in whose name deletions act, lacks ${rights(missing)}`,
        missing,
        'the owner of the tables',
        ` --owner ${owner}`,
      )
