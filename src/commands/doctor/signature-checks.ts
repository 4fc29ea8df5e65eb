import {signingFinding} from '../../core/doctor/signing-findings.ts'
import type {Check} from '../../ports/checks.ts'
import type {DoctorWorld} from './doctor-world.ts'

/** Where approvals are signatures: whether they could be checked here. */
export const signatureChecks: readonly Check<DoctorWorld>[] = [
  {
    name: 'Signatures',
    after: 'Protected branch',
    late: 'GIT_UNREACHABLE',
    act: async ({signing, requests, settings}) => {
      const {approval} = settings
      const bytes = await requests.readPath(await requests.fetch(), approval.signersFile)
      return signingFinding(
        {
          gitVersion: await signing.gitVersion(),
          hasSshKeygen: await signing.hasSshKeygen(),
          signers: bytes === null ? null : new TextDecoder().decode(bytes),
        },
        approval,
      )
    },
  },
]
