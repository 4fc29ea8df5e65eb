import {createHash} from 'node:crypto'
import {ReplayError} from '../../core/replay-error.ts'
import type {CheckoutHistory, MergeBase} from '../../ports/checkout-history.ts'
import {parseTree, readBlobs} from './blobs.ts'
import {createGit, type Git, type GitOptions} from './git-client.ts'
import {fetchBranch} from './remote-branch.ts'

export interface CheckoutHistoryOptions extends GitOptions {
  readonly requestsDirectory: string
  readonly settingsPath: string
}

/** Reports read at a time: each may have a megabyte. */
const reportsAtOnce = 100

/** As git names content. @param length of the repository's ids: 40 or 64 digits */
function blobId(bytes: Uint8Array, length: number): string {
  const hash = createHash(length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

const withoutCarriageReturns = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1')

const orNull = async (act: Promise<string>): Promise<string | null> =>
  act.then(
    (output) => output.trim(),
    () => null,
  )

async function isShallow(git: Git, directory: string): Promise<boolean> {
  const said = await orNull(git.text(['rev-parse', '--is-shallow-repository', '--show-prefix']))
  const [shallow, prefix = ''] = said?.split('\n') ?? []
  if (shallow !== undefined && prefix === '') return shallow === 'true'
  throw new ReplayError(
    'NOT_A_REPOSITORY',
    `${directory}: this is not the top folder of a git checkout, so nothing is known of what changed.`,
  )
}

async function findMergeBase(git: Git, directory: string, revision: string): Promise<string> {
  const shallow = await isShallow(git, directory)
  const hint = shallow ? ' The clone is shallow: it lacks the older commits.' : ''
  // Never an option, whatever it begins with.
  const commit = await orNull(
    git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]),
  )
  if (commit === null) {
    throw new ReplayError('REVISION_UNKNOWN', `This clone knows no commit ${JSON.stringify(revision)}.${hint}`)
  }
  const base = await orNull(git.text(['merge-base', commit, 'HEAD']))
  if (base === null) {
    const what = `This clone has no commit that both HEAD and ${JSON.stringify(revision)} come from.${hint}`
    throw new ReplayError('HISTORY_MISSING', what)
  }
  return base
}

/** The reports branch as the clone has it: as its remote's last fetch brought it, and as a run or `--fetch` did. */
async function reportHeads(git: Git, fetch: boolean): Promise<readonly string[]> {
  const {remote, reportsBranch} = git.settings
  const fetched = fetch ? await fetchBranch(git, reportsBranch) : null
  const refs = [`refs/remotes/${remote}/${reportsBranch}`, `refs/cqube-replay/${reportsBranch}`]
  const known = await Promise.all(
    refs.map((ref) => orNull(git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]))),
  )
  return [...new Set([fetched, ...known])].filter((head) => head !== null)
}

/** The reports of a head, each as its blob. */
async function reportBlobs(git: Git, head: string): Promise<readonly string[]> {
  const listing = await git.text(['ls-tree', '-r', '-z', '--full-tree', head, '--', git.settings.reportsDirectory])
  return parseTree(listing)
    .filter(({type, name}) => type === 'blob' && name.endsWith('/report.json'))
    .map(({id}) => id)
}

export function createCheckoutHistory({
  requestsDirectory,
  settingsPath,
  ...options
}: CheckoutHistoryOptions): CheckoutHistory {
  const git = createGit(options)

  return {
    mergeBase: async (revision): Promise<MergeBase> => {
      const commit = await findMergeBase(git, options.directory, revision)
      const paths = [settingsPath, requestsDirectory]
      const listing = await git.text(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths])
      return {commit, blobs: new Map(parseTree(listing).map(({name, id}) => [name, id]))}
    },
    commitOf: (revision) =>
      orNull(git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])),
    holds: (blob, bytes) =>
      blobId(bytes, blob.length) === blob || blobId(withoutCarriageReturns(bytes), blob.length) === blob,
    read: async (blobs) => readBlobs(git, blobs),
    reportsThatName: async (ids, fetch) => {
      const heads = await reportHeads(git, fetch)
      // The remote said that there is none: nothing has run yet.
      if (heads.length === 0) return fetch ? [] : null
      const blobs = [...new Set((await Promise.all(heads.map((head) => reportBlobs(git, head)))).flat())]
      const found: string[] = []
      for (let at = 0; ids.length > 0 && at < blobs.length; at += reportsAtOnce) {
        for (const bytes of (await readBlobs(git, blobs.slice(at, at + reportsAtOnce))).values()) {
          const report = Buffer.from(bytes)
          if (ids.some((id) => report.includes(id))) found.push(report.toString('utf8'))
        }
      }
      return found
    },
  }
}
