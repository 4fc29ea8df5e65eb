import {expect, test} from 'vitest'
import {may, text, type Asked, type CommitOptions, type Files, type ReviewDesk} from './review-desk.ts'

/** Who counts, or the reason why it is not approved and a part of what is told. */
type Answer = readonly string[] | {readonly reason: 'APPROVAL_MISSING' | 'APPROVAL_UNKNOWN'; readonly told: string}
/** What people do. */
export type Step = (desk: ReviewDesk) => unknown
export type AskedRow = readonly [fact: string, steps: readonly Step[], answer: Answer, asked?: Asked]

export const missing = (told: string): Answer => ({reason: 'APPROVAL_MISSING', told})
export const unknown = (told: string): Answer => ({reason: 'APPROVAL_UNKNOWN', told})

const isList = (answer: Answer): answer is readonly string[] => Array.isArray(answer)

/** Each row: what people did, and what a run then hears. */
export function askedRows(desk: () => ReviewDesk, rows: readonly AskedRow[]): void {
  const named = rows.map(([fact, steps, answer, asked]) => [fact, {steps, answer, asked}] as const)
  test.each(named)('%s', async (_, {steps, answer, asked}) => {
    for (const step of steps) step(desk())

    const judged = await desk().ask(asked)

    if (isList(answer)) expect(judged).toMatchObject({evidence: {approvals: answer.map((approver) => ({approver}))}})
    else expect(judged).toEqual({reason: answer.reason, message: expect.stringContaining(answer.told) as string})
  })
}

type Said = Parameters<ReviewDesk['github']['review']>[0]

/** In pull request 7, unless another is named. */
export const review =
  (by: string | null, of: Partial<Said> = {}): Step =>
  (desk) =>
    desk.github.review({pull: 7, by, ...of})

export const asksForChanges = (by: string | null): Step => review(by, {state: 'CHANGES_REQUESTED'})

export const work =
  (branch: string, files: Files, options?: CommitOptions): Step =>
  (desk) =>
    desk.commit(branch, files, options)

export const pushed = (files: Files): Step => work('main', files)

/** A pull request by Asha, merged. */
export const merged =
  (
    branch: string,
    number = 7,
    ...how: [('merge' | 'squash' | 'rebase')?, {readonly evil?: Files; readonly into?: string}?]
  ): Step =>
  (desk) => {
    const commit = desk.merge(branch, ...how)
    desk.github.pull({author: 'asha', head: branch, merged: commit, number, base: how[1]?.into ?? 'main'})
  }

/** Pull request 7 of one commit with the request, merged. */
export const came: Step = (desk) => {
  work('may', {[may]: text})(desk)
  merged('may')(desk)
}
