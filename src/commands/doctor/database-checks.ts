import {skipped} from '../../core/doctor/finding.ts'
import {ownerFinding, rightsFinding} from '../../core/doctor/rights-finding.ts'
import {clockFinding, schemaFinding, serverFinding, spaceFinding} from '../../core/doctor/server-findings.ts'
import type {Check} from '../../ports/checks.ts'
import type {DoctorWorld} from './doctor-world.ts'

const after = 'PostgreSQL'
const noLedger = 'The database has no ledger'

/** cQube's database, and what the role that connects may do there. */
export const databaseChecks: readonly Check<DoctorWorld>[] = [
  {name: 'PostgreSQL', after: null, act: async ({database}) => serverFinding(await database.server())},
  {
    name: 'Clocks',
    after,
    act: async ({database, clock}) => {
      const asked = clock.now().getTime()
      const theirs = (await database.now()).getTime()
      const roundTripMs = clock.now().getTime() - asked
      return clockFinding(theirs - asked - roundTripMs / 2, roundTripMs)
    },
  },
  {name: 'Schema', after, act: async ({database}) => schemaFinding(await database.server())},
  {name: 'Space', after, act: async ({database}) => spaceFinding(await database.space())},
  {
    name: 'Rights',
    after,
    act: async ({database}) => {
      const rights = await database.rights()
      return rights === null ? skipped(noLedger) : rightsFinding(rights)
    },
  },
  {
    name: "Owner's rights",
    after,
    act: async ({database}) => {
      const rights = await database.ownerRights()
      return rights === null ? skipped(noLedger) : ownerFinding(rights.owner, rights.missing)
    },
  },
]
