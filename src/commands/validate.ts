import {problemAt} from '../core/document/problem-at.ts'
import {byText} from '../core/plan/key-selection.ts'
import {byPlace, type Problem} from '../core/problem.ts'
import {overlaps} from '../core/request/overlaps.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {ReadRequest, ReplayRequest} from '../core/request/request.ts'
import {codesOfToday} from '../core/request/selection-rules.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {WorkTree} from '../ports/work-tree.ts'
import type {CheckoutHistory, MergeBase} from '../ports/checkout-history.ts'
import {judgeChanges} from './changes-since.ts'
import {findEntries, type FoundEntry} from './request-paths.ts'
import {defaultSettings, readSettingsFile, settingsPath} from './settings-file.ts'
import {todayIn} from './today.ts'

export interface Validation {
  /** Files that were judged, the settings file among them. */
  readonly files: readonly string[]
  /** By file, then by place. */
  readonly problems: readonly Problem[]
  readonly hasSettingsFile: boolean
  /** The folder that was looked through, null when paths were named. */
  readonly searched: string | null
  /** Null: every file was judged, changed or not. */
  readonly since: {
    readonly commit: string
    /** False: whether a request has run could not be found out. */
    readonly areReportsKnown: boolean
    readonly reportsBranch: string
  } | null
}

/** Judges only what differs from the merge base with a revision; the other files are what it may overlap with. */
export interface Since {
  readonly openHistory: (settings: Settings) => Promise<CheckoutHistory>
  readonly revision: string
  /** Asks the remote for the newest reports. */
  readonly fetch: boolean
}

interface Base {
  readonly history: CheckoutHistory
  readonly mergeBase: MergeBase
}

/**
 * Checks files of the checkout without a database, and without git unless `since` asks for it.
 * @param paths none: all request files, examples left out
 * @throws {ReplayError} FILE_UNREADABLE; with `since` NOT_A_REPOSITORY, REVISION_UNKNOWN, HISTORY_MISSING, GIT_…
 */
export async function validate(
  workTree: WorkTree,
  paths: readonly string[],
  now: Date,
  since?: Since,
): Promise<Validation> {
  const file = await readSettingsFile(workTree)
  // Mistakes in the settings are told, and are no reason to tell nothing of the requests.
  const settings = file.settings ?? defaultSettings()
  const history = await since?.openHistory(settings)
  const base = history === undefined ? null : {history, mergeBase: await history.mergeBase(since?.revision ?? '')}
  const named = paths.filter((path) => path !== settingsPath)
  const isSettingsOnly = paths.length > 0 && named.length === 0
  const entries = isSettingsOnly ? [] : await findEntries(workTree, named, settings.requestsDirectory)
  const readOne = requestReader(settings, now)
  const read = await readEntries(workTree, entries, readOne, base)
  const isSettingsJudged = file.bytes !== null && isChanged(base, settingsPath, file.bytes)
  const changes =
    base &&
    (await judgeChanges(
      base.history,
      base.mergeBase,
      {
        requestsDirectory: settings.requestsDirectory,
        paths: new Set(entries.map(({path}) => path)),
        edited: read.files.filter((path) => base.mergeBase.blobs.has(path)),
        requests: [...read.context, ...read.requests],
        isAskedFor: isAskedFor(paths),
        readRequest: readOne,
      },
      since?.fetch === true,
    ))
  return {
    files: [...(isSettingsJudged ? [settingsPath] : []), ...read.files],
    problems: inOrder([
      ...(isSettingsJudged || base === null ? file.problems : []),
      ...read.problems,
      // Those that are judged come last: an overlap is told of the later one.
      ...overlaps(rivals([...read.context, ...read.requests])).filter(({place}) => read.judged.has(place.file)),
      ...(changes?.problems ?? []),
    ]),
    hasSettingsFile: file.bytes !== null,
    searched: paths.length === 0 ? settings.requestsDirectory : null,
    since: base && {
      commit: base.mergeBase.commit,
      areReportsKnown: changes?.areReportsKnown === true,
      reportsBranch: settings.git.reportsBranch,
    },
  }
}

const isAskedFor =
  (paths: readonly string[]) =>
  (path: string): boolean =>
    paths.length === 0 || paths.some((asked) => asked === '.' || asked === path || path.startsWith(`${asked}/`))

/** @param bytes null for what cannot be read as a file */
function isChanged(base: Base | null, path: string, bytes: Uint8Array | null): boolean {
  const blob = base?.mergeBase.blobs.get(path)
  if (base === null || blob === undefined) return true
  return bytes !== null && !base.history.holds(blob, bytes)
}

const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => byText(a.place.file, b.place.file) || byPlace(a, b))

type RequestReader = (bytes: Uint8Array, path: string) => ReadRequest

/** One file after the other, so that no more than one is in memory: 10,000 take 40 MB less. */
async function readEntries(
  workTree: WorkTree,
  entries: readonly FoundEntry[],
  readOne: RequestReader,
  base: Base | null,
) {
  const files: string[] = []
  const judged = new Set<string>()
  const problems: Problem[] = []
  const requests: ReplayRequest[] = []
  /** Of files that are as they were. */
  const context: ReplayRequest[] = []
  for (const {path, refusal, isRead} of entries) {
    const bytes = isRead ? await workTree.read(path) : null
    const isJudged = isChanged(base, path, bytes)
    if (isJudged) judged.add(path)
    if (isJudged && refusal !== null) problems.push(problemAt(refusal.code, wholeFile(path), refusal.what))
    if (bytes === null) continue
    const read = readOne(bytes, path)
    if (read.request !== null) (isJudged ? requests : context).push(read.request)
    if (!isJudged) continue
    files.push(path)
    problems.push(...read.problems)
  }
  return {files, judged, problems, requests, context}
}

const wholeFile = (file: string): Problem['place'] => ({file, line: 1, column: 1, pointer: ''})

const halfDayMs = 43_200_000

/**
 * What is right on the earliest date that any clock on Earth shows is right today. Only the others need the settings'
 * time zone, whose rules take Node 15 ms to load: a quarter of its start.
 */
function requestReader(settings: Settings, now: Date): RequestReader {
  const {addedSources} = settings
  const earliest = {today: new Date(now.getTime() - halfDayMs).toISOString().slice(0, 10), addedSources}
  let local: typeof earliest | null = null
  return (bytes, path) => {
    const read = readRequest(bytes, path, earliest)
    if (!read.problems.some(({code}) => codesOfToday.has(code))) return read
    return readRequest(bytes, path, (local ??= {today: todayIn(settings, now), addedSources}))
  }
}

/** Copies are one request, and one with `repeat_of` shares its slices with an earlier one on purpose. */
export function rivals(requests: readonly ReplayRequest[]): readonly ReplayRequest[] {
  const byId = new Map(requests.toReversed().map((request) => [request.id, request]))
  return [...byId.values()].reverse().filter(({repeatOf}) => repeatOf === null)
}
