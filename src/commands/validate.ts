import {byText} from '../core/plan/key-selection.ts'
import {byPlace, type Problem} from '../core/problem.ts'
import {overlaps} from '../core/request/overlaps.ts'
import {readRequest} from '../core/request/read-request.ts'
import type {ReadRequest, ReplayRequest} from '../core/request/request.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {WorkTree} from '../ports.ts'
import {requestFiles, type WorkTreeFile} from './request-paths.ts'
import {defaultSettings, readSettingsFile, settingsPath} from './settings-file.ts'
import {todayIn} from './today.ts'

export interface Validation {
  /** Files that were read, the settings file among them. */
  readonly files: readonly string[]
  /** By file, then by place. */
  readonly problems: readonly Problem[]
  readonly hasSettingsFile: boolean
  /** The folder that was looked through, null when paths were named. */
  readonly searched: string | null
}

/**
 * Checks files of the checkout without a database and without git.
 * @param paths none: all request files, examples left out
 * @throws {ReplayError} FILE_UNREADABLE
 */
export async function validate(workTree: WorkTree, paths: readonly string[], now: Date): Promise<Validation> {
  const file = await readSettingsFile(workTree)
  // Mistakes in the settings are told, and are no reason to tell nothing of the requests.
  const settings = file.settings ?? defaultSettings()
  const named = paths.filter((path) => path !== settingsPath)
  const isSettingsOnly = paths.length > 0 && named.length === 0
  const files = isSettingsOnly ? [] : await requestFiles(workTree, named, settings.requestsDirectory)
  const read = readAll(files, settings, now)
  const requests = read.flatMap(({request}) => (request === null ? [] : [request]))
  const hasSettingsFile = file.bytes !== null
  return {
    files: [...(hasSettingsFile ? [settingsPath] : []), ...files.map(({path}) => path)],
    problems: [...file.problems, ...read.flatMap(({problems}) => problems), ...overlaps(rivals(requests))].sort(
      (a, b) => byText(a.place.file, b.place.file) || byPlace(a, b),
    ),
    hasSettingsFile,
    searched: paths.length === 0 ? settings.requestsDirectory : null,
  }
}

const halfDayMs = 43_200_000

/**
 * What is right on the earliest date that any clock on Earth shows is right today. Only the others need the settings'
 * time zone, whose rules take Node 15 ms to load: a quarter of its start.
 */
function readAll(files: readonly WorkTreeFile[], settings: Settings, now: Date): readonly ReadRequest[] {
  const {addedSources} = settings
  const readOn = (today: string) => files.map(({path, bytes}) => readRequest(bytes, path, {today, addedSources}))
  const read = readOn(new Date(now.getTime() - halfDayMs).toISOString().slice(0, 10))
  return read.some(({request}) => request === null) ? readOn(todayIn(settings, now)) : read
}

/** Copies are one request, and one with `repeat_of` shares its slices with an earlier one on purpose. */
export function rivals(requests: readonly ReplayRequest[]): readonly ReplayRequest[] {
  const byId = new Map(requests.toReversed().map((request) => [request.id, request]))
  return [...byId.values()].reverse().filter(({repeatOf}) => repeatOf === null)
}
