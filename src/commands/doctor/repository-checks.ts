import {note, ok, warning} from '../../core/doctor/finding.ts'
import type {Check} from '../../ports/checks.ts'
import {readBranchSettings} from '../branch-settings.ts'
import {settingsPath} from '../settings-file.ts'
import type {DoctorWorld} from './doctor-world.ts'

/** The remote of the operator's repository. */
export const repositoryChecks: readonly Check<DoctorWorld>[] = [
  {
    name: 'Remote',
    after: null,
    act: async ({remote}) => {
      const branches = await remote.branches()
      return ok(`It answers, with ${branches} branch${branches === 1 ? '' : 'es'}`)
    },
  },
  {
    name: 'Protected branch',
    after: 'Remote',
    act: async ({requests, settings, file}) => {
      const {branch} = settings.git
      const commit = await requests.fetch()
      const {bytes} = await readBranchSettings(requests, commit, branch)
      const found = `${branch}, commit ${commit.slice(0, 12)}, with valid settings`
      if (file.bytes !== null && Buffer.compare(file.bytes, bytes) === 0) return ok(found)
      return warning(
        `${found}, which differ from those of this checkout`,
        `A run goes by those of the branch: push, or pull, ${settingsPath}.`,
      )
    },
  },
  {
    name: 'Reports branch',
    after: 'Protected branch',
    act: async ({requests, remote, settings}) => {
      const {reportsBranch} = settings.git
      const isThere = await remote.tryReportsBranch(await requests.fetch())
      // Only a push asks hooks and rules, and this is none.
      const found = `The server lets this user push; whether a hook or a rule refuses ${reportsBranch}, only the first report shows`
      return isThere
        ? ok(`${reportsBranch} is there. ${found}`)
        : note(`${reportsBranch} is not there yet; the first report makes it. ${found}`)
    },
  },
]
