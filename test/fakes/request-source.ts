import {createHash} from 'node:crypto'
import {ReplayError} from '../../src/core/replay-error.ts'
import type {Introduction, LeftOut} from '../../src/core/run/run-record.ts'
import type {RequestSource} from '../../src/ports.ts'
import type {RemovedFile, RequestHistory} from '../../src/ports/request-history.ts'

interface Version {
  readonly commit: string
  readonly author: string
  readonly committedAt: string
  readonly files: ReadonlyMap<string, string>
}

export interface FakeRequestSource extends RequestSource, RequestHistory {
  /** Commits to the protected branch; null removes a file. @returns the commit */
  commit(files: Readonly<Record<string, string | null>>, author?: string): string
  /** Files that every commit from now on refuses, as a symbolic link would be. */
  refuse(leftOut: LeftOut): void
  /** The next fetches fail. */
  failNext(times?: number): void
}

/** As git names blobs, so that a fake and a repository agree. */
export const blobId = (text: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex')

const requestName = /^[A-Za-z0-9][A-Za-z0-9._/-]*\.(ya?ml|json)$/

/** A protected branch in memory. The first commit makes it. */
export function createFakeRequestSource(requestsDirectory = 'replay-requests'): FakeRequestSource {
  const history: Version[] = []
  const contents = new Map<string, string>()
  const introductions = new Map<string, Introduction>()
  const refused: LeftOut[] = []
  let failures = 0

  const numberOf = (commit: string): number => {
    const number = history.findIndex((candidate) => candidate.commit === commit)
    if (number < 0) throw new ReplayError('GIT_FAILED', `There is no commit ${commit}.`)
    return number
  }
  const filesAt = (commit: string): ReadonlyMap<string, string> => history[numberOf(commit)]?.files ?? new Map()

  const isRequest = (path: string): boolean => {
    const name = path.slice(requestsDirectory.length + 1)
    return path.startsWith(`${requestsDirectory}/`) && requestName.test(name) && !name.startsWith('examples/')
  }

  const takenBy = ({commit, author, committedAt, files}: Version, before: Version | undefined): RemovedFile[] =>
    [...(before?.files ?? [])]
      .filter(([path, blob]) => isRequest(path) && files.get(path) !== blob)
      .map(([path, blob]) => ({
        path,
        blob,
        change: files.has(path) ? ('edited' as const) : ('removed' as const),
        by: {commit, author, committedAt},
      }))

  return {
    commit: (files, author = 'Asha Rao <asha@example.org>') => {
      const next = new Map(history.at(-1)?.files)
      const commit = createHash('sha1')
        .update(JSON.stringify([history.length, files]))
        .digest('hex')
      const committedAt = new Date(Date.parse('2026-11-24T08:00:00Z') + history.length * 60_000).toISOString()
      for (const [path, text] of Object.entries(files)) {
        if (text === null) {
          next.delete(path)
          continue
        }
        const blob = blobId(text)
        contents.set(blob, text)
        if (next.get(path) !== blob) introductions.set(`${path}\0${blob}`, {commit, author, committedAt})
        next.set(path, blob)
      }
      history.push({commit, author, committedAt, files: next})
      return commit
    },
    refuse: (leftOut) => {
      refused.push(leftOut)
    },
    failNext: (times = 1) => {
      failures = times
    },
    fetch: async () => {
      if (failures > 0) {
        failures--
        throw new ReplayError('GIT_UNREACHABLE', 'The fake remote does not answer.')
      }
      const last = history.at(-1)
      if (last === undefined) throw new ReplayError('BRANCH_MISSING', 'The fake remote has no such branch.')
      return last.commit
    },
    list: async (commit) => {
      const files = [...filesAt(commit)]
        .filter(([path]) => isRequest(path))
        .map(([path, blob]) => ({path, blob}))
        .sort((a, b) => (a.path < b.path ? -1 : 1))
      return {files, refused: [...refused]}
    },
    read: async (blobs) =>
      new Map(
        blobs.map((blob) => {
          const text = contents.get(blob)
          if (text === undefined) throw new ReplayError('GIT_FAILED', `The repository holds no blob ${blob}.`)
          return [blob, Buffer.from(text)]
        }),
      ),
    readPath: async (commit, path) => {
      const text = contents.get(filesAt(commit).get(path) ?? '')
      return text === undefined ? null : Buffer.from(text)
    },
    introduction: async (commit, {path, blob}) =>
      filesAt(commit).get(path) === blob ? (introductions.get(`${path}\0${blob}`) ?? null) : null,
    removed: async (commit, since) =>
      history
        .slice(0, numberOf(commit) + 1)
        .flatMap((version, number) =>
          Date.parse(version.committedAt) < since.getTime() ? [] : takenBy(version, history[number - 1]),
        )
        .toReversed(),
  }
}
