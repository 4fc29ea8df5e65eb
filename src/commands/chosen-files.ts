import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {PendingFile, World} from '../ports.ts'
import type {ReadRequests} from '../steps/read-requests.ts'

/** Paths of request files of the protected branch, or of folders of them; none: all. */
export type Chosen = readonly string[]

const isMeant = (path: string, chosen: Chosen): boolean =>
  chosen.some((given) => path === given || path.startsWith(`${given}/`))

const shownAtMost = 10

/**
 * Holds that every path names a file that a run could take.
 * @throws {ReplayError} USAGE, before anything is started
 */
export async function requireChosen(
  {requests, memory}: Pick<World, 'requests' | 'memory'>,
  {git}: Settings,
  commit: string,
  chosen: Chosen,
): Promise<void> {
  if (chosen.length === 0) return
  const {files, refused} = await requests.list(commit)
  const onBranch = [...files, ...refused]
  const pending = await memory.pendingFiles(onBranch)
  const wrong = chosen.filter((given) => !pending.some(({path}) => isMeant(path, [given])))
  if (wrong.length === 0) return
  const told = wrong
    .slice(0, shownAtMost)
    .map((given) =>
      onBranch.some(({path}) => isMeant(path, [given]))
        ? `${given} needs nothing any more: a run has settled it.`
        : `Branch ${git.branch} has no request file ${given} (commit ${commit.slice(0, 12)}).`,
    )
  throw new ReplayError('USAGE', [...told, pendingWords(pending), 'Nothing was started.'].join(' '))
}

function pendingWords(pending: readonly PendingFile[]): string {
  if (pending.length === 0) return 'No file is pending.'
  const more = pending.length - shownAtMost
  const named = pending.slice(0, shownAtMost).map(({path}) => path)
  return `Pending: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

/**
 * What was chosen, and nothing that the others ask for or have wrong. A request is taken with all of its files: which of
 * them was named must not decide whose approval and row contract count.
 */
export function onlyChosen(read: ReadRequests, chosen: Chosen): ReadRequests {
  if (chosen.length === 0) return read
  return {
    requests: read.requests.filter(({files}) => files.some(({path}) => isMeant(path, chosen))),
    leftOut: read.leftOut.filter(({path}) => isMeant(path, chosen)),
    problems: read.problems.filter(({place}) => isMeant(place.file, chosen)),
  }
}
