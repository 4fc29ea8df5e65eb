import type {Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import type {Approvals} from './ports/approvals.ts'

/** Who says that a request was agreed to. Null: the settings ask nobody. */
export async function approvalsOf(_: Surroundings, {approval}: Settings): Promise<Approvals | null> {
  return approval.provider === 'none' ? null : null
}
