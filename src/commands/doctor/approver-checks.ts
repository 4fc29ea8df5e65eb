import {approverFinding} from '../../core/doctor/approver-findings.ts'
import {skipped} from '../../core/doctor/finding.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Check} from '../../ports/checks.ts'
import type {Reviews} from '../../ports/reviews.ts'
import type {DoctorWorld} from './doctor-world.ts'

/** Where approvals are reviews on GitHub: whether they could be asked for, and of whom they would count. */
export const approverChecks: readonly Check<DoctorWorld>[] = [
  {
    name: 'GitHub',
    after: 'Protected branch',
    late: 'GITHUB_UNREACHABLE',
    act: async ({reviews: open, settings}) => {
      if (open === null) return skipped('Approvals are no reviews')
      const reviews = await open()
      const {approvers} = settings.approval
      const people: {login: string; mayPush: boolean | null}[] = []
      for (const login of approvers.filter((name) => !name.includes('/')))
        people.push({login, mayPush: await mayPush(reviews, login)})
      const unseenTeams: string[] = []
      for (const team of approvers.filter((name) => name.includes('/')))
        if (!(await isSeen(reviews, team))) unseenTeams.push(team)
      return approverFinding({repository: reviews.repository, people, unseenTeams}, settings.approval)
    },
  },
]

async function mayPush(reviews: Reviews, login: string): Promise<boolean | null> {
  try {
    return await reviews.mayPush(login)
  } catch (error) {
    if (error instanceof ReplayError && error.details['status'] === 404) return null
    throw error
  }
}

/** Whoever is asked about: a team that is not shown is not shown for anybody. */
const isSeen = async (reviews: Reviews, team: string): Promise<boolean> =>
  (await reviews.membership(team, reviews.repository.split('/')[0] ?? '')) !== 'unseen'
