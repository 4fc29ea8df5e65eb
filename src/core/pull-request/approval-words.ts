import type {NeededBecause} from '../approval/needed.ts'
import {code, joined, line, type Markdown} from '../report/markdown.ts'
import type {Settings} from '../settings/settings.ts'
import type {ChangedRequest} from './change-plan.ts'

const shownNames = 20

/** How many will have to agree, and who may; none where the settings ask nobody. */
export function approvalWords(
  {approvals}: Pick<ChangedRequest, 'approvals'>,
  {approval}: Pick<Settings, 'approval'>,
): Markdown[] {
  if (approvals === null) return []
  const because: Readonly<Record<NeededBecause, Markdown>> = {
    usual: line``,
    full_refresh: line` (it holds a full refresh)`,
    rows: line` (it has ${approval.largeFromRows ?? 0} rows or more)`,
  }
  const how = approval.provider === 'github' ? 'approval' : 'signature'
  const {approvers} = approval
  const names = joined(approvers.slice(0, shownNames).map(code), ', ')
  const more = approvers.length > shownNames ? line` and ${approvers.length - shownNames} more` : line``
  return [
    line`A run will ask for ${approvals.count} ${approvals.count === 1 ? how : `${how}s`}${because[approvals.because]} of: ${names}${more}.`,
  ]
}
