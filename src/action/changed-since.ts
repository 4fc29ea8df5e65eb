import {defaultSettings, settingsPath} from '../commands/settings-file.ts'
import type {Since} from '../commands/validate.ts'
import {checkoutRemote} from '../compose-pull-request.ts'
import {openCheckoutHistory} from '../compose-validate.ts'
import type {Surroundings} from '../compose.ts'
import type {WorkflowEvent} from '../core/github/event.ts'
import {ReplayError} from '../core/replay-error.ts'
import {readSettings} from '../core/settings/read-settings.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {CheckoutHistory, MergeBase} from '../ports/checkout-history.ts'

/** What a check of a pull request goes by: null judges every file. */
export interface EventSince {
  readonly since: Since | undefined
  /** What could not be found out, once the check is through. */
  readonly remarks: () => readonly string[]
}

const noCommit = /^0*$/

/**
 * What the event's change is compared with.
 * @throws {ReplayError} EVENT_REFUSED for pull_request_target, which hands secrets to a job about what anybody wrote
 */
export function sinceOfEvent(event: WorkflowEvent, surroundings: Surroundings): EventSince {
  if (event.kind === 'other') throw notTaken(event.name)
  const commits = comparedCommits(event)
  if (commits === null) return {since: undefined, remarks: () => []}
  const said: string[] = []
  const openHistory = async (settings: Settings): Promise<CheckoutHistory> => {
    const history = await openCheckoutHistory(surroundings, settings, settingsPath)
    let reviewed = settings
    return {
      ...history,
      mergeBase: async (base) => {
        const found = await history.mergeBase((await isMergeOf(history, commits.head)) ? 'HEAD^1' : base)
        reviewed = await settingsAt(history, found)
        return found
      },
      reportsThatName: (ids, fetch) => newestReports({surroundings, settings: reviewed, said}, ids, fetch),
    }
  }
  return {since: {openHistory, revision: commits.base, fetch: true}, remarks: () => said}
}

const notTaken = (name: string) =>
  new ReplayError(
    'EVENT_REFUSED',
    name === 'pull_request_target'
      ? 'pull_request_target hands the secrets of the repository to a job about what anybody wrote; `pull_request` needs none. Nothing was done.'
      : `\`validate\` takes no event ${JSON.stringify(name.slice(0, 60))}. Nothing was done.`,
  )

function comparedCommits(event: WorkflowEvent): {readonly base: string; readonly head: string} | null {
  switch (event.kind) {
    case 'pull_request':
    case 'merge_group':
      return {base: event.baseCommit, head: event.headCommit}
    case 'push':
      return noCommit.test(event.before) ? null : {base: event.before, head: event.commit}
    case 'schedule':
    case 'workflow_dispatch':
    case 'workflow_run':
    case 'other':
      return null
  }
}

/**
 * GitHub checks out the commit that a merge would make. Its first parent is what the pull request is merged into now; the
 * base of the event may be older, and would bring in what others merged meanwhile. Two commits are enough for it.
 */
const isMergeOf = async (history: CheckoutHistory, head: string): Promise<boolean> =>
  head !== '' && (await history.commitOf('HEAD^2')) === head

/** Those of the branch say where reports lie: whoever opened the pull request could name a place without any. */
async function settingsAt(history: CheckoutHistory, {blobs}: MergeBase): Promise<Settings> {
  const blob = blobs.get(settingsPath)
  const bytes = blob === undefined ? undefined : (await history.read([blob])).get(blob)
  return readSettings(bytes ?? null, settingsPath).settings ?? defaultSettings()
}

interface Reports {
  readonly surroundings: Surroundings
  readonly settings: Settings
  /** Gets a sentence when the remote could not be asked: that is no reason to judge nothing. */
  readonly said: string[]
}

/** Asks the remote that the checkout was made from, and only when a request was changed or taken away. */
async function newestReports(
  {surroundings, settings, said}: Reports,
  ids: readonly string[],
  fetch: boolean,
): Promise<readonly string[] | null> {
  if (ids.length === 0) return []
  try {
    // Never the address that the settings name: whoever opened the pull request wrote them.
    const {surroundings: withToken, place} = await checkoutRemote(surroundings, defaultSettings())
    const atRemote = {...settings, git: {...settings.git, ...place}}
    return await (await openCheckoutHistory(withToken, atRemote, settingsPath)).reportsThatName(ids, fetch)
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    said.push(`The remote could not be asked for the newest reports. ${error.code}: ${error.message}`)
    return (await openCheckoutHistory(surroundings, settings, settingsPath)).reportsThatName(ids, false)
  }
}
