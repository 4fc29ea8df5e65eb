import {neededApprovals} from '../core/approval/needed.ts'
import {requestRows, totalRows} from '../core/plan/attribute.ts'
import type {SourceCount} from '../core/plan/counts.ts'
import type {TakenRequest} from '../core/plan/run-plan.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {World} from '../ports.ts'
import type {ApprovalAnswer} from '../ports/approvals.ts'

/** Null: nobody is asked. */
export type Approve = (taken: TakenRequest, counts: readonly SourceCount[]) => Promise<ApprovalAnswer> | null

/**
 * Asks who agreed to a request: to its first file, whose row contract counts, too. How many must, the rows decide.
 * @param commit of the protected branch
 */
export const approver =
  ({approvals, requests}: Pick<World, 'approvals' | 'requests'>, settings: Settings, commit: string): Approve =>
  ({request, files, slices}, counts) => {
    const [file] = files
    if (approvals === null || file === undefined) return null
    // The whole request was agreed to, also where an earlier run did some of it.
    const needed = neededApprovals(request.slices, totalRows(requestRows(slices, counts)), settings.approval)
    return requests
      .introduction(commit, file)
      .then((introduction) => approvals.judge({branchCommit: commit, file, introduction, needed}))
  }
