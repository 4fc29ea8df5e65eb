import type {ForgePlace} from './compose-github.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Approvals} from './ports/approvals.ts'

/** Who says that a request was agreed to. Null: the settings ask nobody. */
export async function approvalsOf(place: ForgePlace, settings: Settings): Promise<Approvals | null> {
  if (settings.approval.provider === 'signed-commits') return signedApprovals(place, settings)
  return settings.approval.provider === 'github' ? reviewed(place, settings) : null
}

async function signedApprovals({root, repository, environment}: ForgePlace, {git, approval}: Settings) {
  const {createSignedApprovals} = await import('./adapters/git/signed-approvals.ts')
  return createSignedApprovals({directory: repository ?? root, environment, settings: git, approval})
}

/** @throws {ReplayError} SETTINGS_INVALID, USAGE when it is not known where the repository is on GitHub */
async function reviewed(place: ForgePlace, settings: Settings): Promise<Approvals> {
  const [{createReviews}, {createMainLine}, {githubOf}, {reviewedApprovals}] = await Promise.all([
    import('./adapters/github/reviews.ts'),
    import('./adapters/git/main-line.ts'),
    import('./compose-github.ts'),
    import('./steps/approvals/reviewed.ts'),
  ])
  const {root, repository, environment} = place
  const {git, approval} = settings
  const {client} = await githubOf(place, settings)
  const line = createMainLine({directory: repository ?? root, environment, settings: git})
  return reviewedApprovals(
    {reviews: createReviews(client), line},
    {branch: git.branch, approvers: approval.approvers, ownEmail: git.authorEmail},
  )
}
