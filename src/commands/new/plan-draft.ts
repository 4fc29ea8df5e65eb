import {requestText, type RequestDraft} from '../../core/request/draft.ts'
import {readRequest} from '../../core/request/read-request.ts'
import type {ReadingContext, ReadRequest} from '../../core/request/request.ts'
import {withExpectation} from '../../core/request/with-expectation.ts'
import type {Settings} from '../../core/settings/settings.ts'
import type {Log} from '../../ports.ts'
import type {WorkTree} from '../../ports/work-tree.ts'
import type {PlanningWorld} from '../../steps/plan-run.ts'
import {plan, type Plan} from '../plan.ts'

/** A checkout in which one file lies that is not on the disk; what is written to it stays here. */
function withFile(workTree: WorkTree, path: string, bytes: Uint8Array): WorkTree & {readonly bytes: () => Uint8Array} {
  let current = bytes
  return {
    ...workTree,
    list: async (asked) => (asked === path ? [{path, kind: 'file'}] : workTree.list(asked)),
    read: async (asked) => (asked === path ? current : workTree.read(asked)),
    write: async (_, written) => {
      current = written
    },
    bytes: () => current,
  }
}

export interface PlannedDraft {
  readonly plan: Plan
  /** Of the whole file, with its row contract; null when a run would leave the request out. */
  readonly text: string | null
}

/** Counts a request that is not written yet, in the way of `plan --write`. */
export async function planDraft(
  workTree: WorkTree,
  world: PlanningWorld,
  settings: Settings,
  log: Log,
  asked: {
    readonly draft: RequestDraft
    readonly path: string
    readonly schema: string | null
    readonly context: ReadingContext
  },
): Promise<PlannedDraft> {
  const {draft, path, schema, context} = asked
  // A plan does not count what has to wait; the row contract is needed all the same.
  const now = encode(requestText({...draft, notBefore: null}, schema))
  const overlay = withFile(workTree, path, now)
  const planned = await plan(overlay, world, settings, log, {paths: [path], write: true})
  const expectation = readRequest(overlay.bytes(), path, context).request?.expect ?? null
  const text = expectation === null ? null : withExpectation(requestText(draft, schema), expectation)
  return {plan: text === null ? planned : asOnDisk(planned, readRequest(encode(text), path, context)), text}
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The plan of the file to be: its contract is not written later on, and its lines are those that will stand there. */
const asOnDisk = (planned: Plan, {problems}: ReadRequest): Plan => ({
  ...planned,
  requests: planned.requests.map((request) => ({...request, contract: 'there'})),
  written: [],
  problems,
})
