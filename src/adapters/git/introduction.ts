import type {Introduction} from '../../core/run/run-record.ts'
import type {RequestFile} from '../../ports.ts'
import type {Git} from './git-client.ts'

/** The newest first-parent commit, from `start` backwards, that touched the path. */
async function lastTouch(git: Git, start: string, path: string): Promise<(Introduction & {parents: string}) | null> {
  // `rev-list`, since `git log` obeys the operator's log.* settings.
  const output = await git.text([
    'rev-list',
    '--first-parent',
    '--max-count=1',
    '--no-commit-header',
    '--encoding=UTF-8',
    '--format=%H%n%P%n%cI%n%an <%ae>',
    start,
    '--',
    path,
  ])
  if (output === '') return null
  const [commit = '', parents = '', committedAt = '', author = ''] = output.split('\n')
  return {commit, parents, committedAt, author}
}

async function blobsAt(git: Git, commits: readonly string[], path: string): Promise<(string | undefined)[]> {
  const asked = Buffer.from(commits.map((commit) => `${commit}:${path}\n`).join(''))
  const answers = (await git.catFile(['--batch-check'], asked)).toString('utf8').trimEnd().split('\n')
  return answers.map((answer) => /^([0-9a-f]{40,64}) blob /.exec(answer)?.[1])
}

const isShallow = async (git: Git): Promise<boolean> =>
  (await git.text(['rev-parse', '--is-shallow-repository'])).trim() === 'true'

/**
 * The first-parent commit that brought this blob to this path; of several the newest, so what was taken back and
 * introduced again counts from then. A merge that changed the file, and its author, count before what it merged.
 * @returns null when the commit does not hold the file so, or when a shallow clone hides who brought it
 */
export async function findIntroduction(
  git: Git,
  commit: string,
  {path, blob}: RequestFile,
): Promise<Introduction | null> {
  for (let start = commit; ;) {
    const touch = await lastTouch(git, start, path)
    if (touch === null) return null
    const [parent] = touch.parents.split(' ')
    const hasParent = parent !== undefined && parent !== ''
    const [now, before] = await blobsAt(git, [touch.commit, ...(hasParent ? [parent] : [])], path)
    if (now !== blob) return null
    if (before !== blob) {
      if (!hasParent && (await isShallow(git))) return null
      return {commit: touch.commit, author: touch.author, committedAt: touch.committedAt}
    }
    // Only its mode was changed here.
    start = `${touch.commit}^1`
  }
}
