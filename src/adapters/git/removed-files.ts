import {isRequestName} from '../../core/request/file-names.ts'
import type {RemovedFile} from '../../ports/request-history.ts'
import {ordinaryFile} from './blobs.ts'
import type {Git} from './git-client.ts'

const mostCommits = 1_000
const nul = '\0'

interface Commit {
  readonly id: string
  /** '' for a first commit, and for the last one that a shallow clone has. */
  readonly parent: string
  readonly committedAt: string
  readonly author: string
}

async function commitsThatTouch(git: Git, head: string, directory: string, since: Date): Promise<readonly Commit[]> {
  // `rev-list`, since `git log` obeys the operator's log.* settings.
  const output = await git.text([
    'rev-list',
    '--first-parent',
    `--max-count=${mostCommits}`,
    `--max-age=${Math.floor(since.getTime() / 1000)}`,
    '--no-commit-header',
    '--encoding=UTF-8',
    '--format=%H%n%P%n%cI%n%an <%ae>',
    head,
    '--',
    directory,
  ])
  const lines = output.split('\n')
  const commits: Commit[] = []
  for (let at = 0; at + 3 < lines.length; at += 4) {
    const [id = '', parents = '', committedAt = '', author = ''] = lines.slice(at, at + 4)
    commits.push({id, parent: parents.split(' ')[0] ?? '', committedAt, author})
  }
  return commits
}

/** `:<mode> SP <mode> SP <old blob> SP <new blob> SP <D|M|T> NUL <path> NUL`, after the id of its commit and a NUL. */
function* parseDifferences(
  output: string,
): Generator<{commit: string; mode: string; blob: string; isGone: boolean; path: string}> {
  const fields = output.split(nul)
  let commit = ''
  for (let at = 0; at + 1 < fields.length; at++) {
    const field = fields[at] ?? ''
    if (!field.startsWith(':')) {
      commit = field.trim()
      continue
    }
    const [mode = '', , blob = '', , status = ''] = field.slice(1).split(' ')
    at += 1
    yield {commit, mode, blob, isGone: status === 'D', path: fields[at] ?? ''}
  }
}

/** What first-parent commits took from the requests directory, newest first. */
export async function findRemovedFiles(
  git: Git,
  head: string,
  directory: string,
  since: Date,
): Promise<readonly RemovedFile[]> {
  const commits = await commitsThatTouch(git, head, directory, since)
  const pairs = commits.filter(({parent}) => parent !== '').map(({id, parent}) => `${id} ${parent}\n`)
  if (pairs.length === 0) return []
  const output = await git.text(
    ['diff-tree', '--stdin', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', '--diff-filter=DMT', '--', directory],
    Buffer.from(pairs.join('')),
  )
  const byId = new Map(commits.map((commit) => [commit.id, commit]))
  return [...parseDifferences(output)].flatMap(({commit, mode, blob, isGone, path}): RemovedFile[] => {
    const by = byId.get(commit)
    // Only its mode was changed: the parser cannot tell, but then the same blob is still there under the same path.
    if (by === undefined || mode !== ordinaryFile || !isRequestName(path.slice(directory.length + 1))) return []
    const {id, author, committedAt} = by
    return [{path, blob, change: isGone ? 'removed' : 'edited', by: {commit: id, author, committedAt}}]
  })
}
