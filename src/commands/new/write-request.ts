import {ReplayError} from '../../core/replay-error.ts'
import {isError, type Problem} from '../../core/problem.ts'
import {requestText, type RequestDraft} from '../../core/request/draft.ts'
import {isRequestName} from '../../core/request/file-names.ts'
import {newFileName} from '../../core/request/new-file-name.ts'
import {overlaps} from '../../core/request/overlaps.ts'
import {readRequest} from '../../core/request/read-request.ts'
import type {ReadingContext, ReplayRequest} from '../../core/request/request.ts'
import type {Settings} from '../../core/settings/settings.ts'
import type {Log} from '../../ports.ts'
import type {WorkTree} from '../../ports/work-tree.ts'
import type {NewFiles} from '../../ports/new-file.ts'
import type {PlanningWorld} from '../../steps/plan-run.ts'
import type {Plan} from '../plan.ts'
import {requestFiles} from '../request-paths.ts'
import {rivals} from '../validate.ts'
import {todayIn} from '../today.ts'
import {earlierDeletions, earlierDeletionText, runToRepeat, type EarlierDeletion} from './earlier-deletions.ts'
import {planDraft} from './plan-draft.ts'
import {readDraft} from './read-draft.ts'

export interface NewRequestWorld {
  readonly workTree: WorkTree
  readonly files: NewFiles
  readonly settings: Settings
  readonly log: Log
  readonly now: Date
  /** Null: the database is not asked, so the request has no row contract. */
  readonly planning: PlanningWorld | null
}

/** A request that is judged and counted, and can be written. */
export interface PreparedRequest {
  readonly path: string
  readonly request: ReplayRequest
  /** Null: not counted. */
  readonly plan: Plan | null
  /** Of the file; null: a run would leave the request out, so that no file is made. */
  readonly text: string | null
  /** Other files of the checkout that ask for some of the same. */
  readonly overlaps: readonly Problem[]
}

export const contextOf = ({settings, now}: Pick<NewRequestWorld, 'settings' | 'now'>): ReadingContext => ({
  today: todayIn(settings, now),
  addedSources: settings.addedSources,
})

/**
 * Judges and counts a request. Writes nothing.
 * @param output path of the file, relative to the root; null: one that tells what the request selects
 * @param mayRepeat whether what a run deleted is to be deleted again; the request then names that run
 * @throws {ReplayError} REQUEST_INVALID, REQUEST_EXISTS, ALREADY_DELETED, and what the database throws
 */
export async function prepareRequest(
  world: NewRequestWorld,
  asked: RequestDraft,
  output: string | null,
  mayRepeat: (earlier: EarlierDeletion) => Promise<boolean>,
): Promise<PreparedRequest> {
  const {workTree, planning, settings, log} = world
  const context = contextOf(world)
  const {draft, request} = await repeating(planning, readDraft(asked, context), context, mayRepeat)
  const path = await freePath(world, request, output)
  const others = await otherRequests(world, context)
  const same = others.find(({id}) => id === request.id)
  if (same !== undefined) {
    throw new ReplayError('REQUEST_EXISTS', `${same.path} asks for exactly this; no second file was written.`)
  }
  const schema = await schemaFrom(workTree, path)
  const own = {...request, path}
  const seen = {
    path,
    request: own,
    overlaps: overlaps(rivals([...others, own])).filter(({place}) => place.file === path),
  }
  return planning === null
    ? {...seen, plan: null, text: requestText(draft, schema)}
    : {...seen, ...(await planDraft(workTree, planning, settings, log, {draft, path, schema, context}))}
}

/** The request with `repeat_of` where it is needed and wanted. */
async function repeating(
  planning: PlanningWorld | null,
  read: ReturnType<typeof readDraft>,
  context: ReadingContext,
  mayRepeat: (earlier: EarlierDeletion) => Promise<boolean>,
): Promise<ReturnType<typeof readDraft>> {
  const earlier = planning === null ? [] : await earlierDeletions(planning.memory, read.request)
  const repeated = runToRepeat(read.request, earlier)
  if (repeated === null) return read
  if (await mayRepeat(repeated)) return readDraft({...read.draft, repeatOf: repeated.runId}, context)
  throw new ReplayError(
    'ALREADY_DELETED',
    `Nothing was written. ${earlierDeletionText(repeated)}. If it was loaded again and must be deleted again, give ` +
      `--repeat-of ${repeated.runId}.`,
  )
}

/**
 * Writes a prepared request and reads it back. On any failure no file is left.
 * @throws {ReplayError} REQUEST_EXISTS, FILE_UNREADABLE
 */
export async function writeRequest(
  world: NewRequestWorld,
  {path, request, plan, text}: PreparedRequest,
): Promise<ReplayRequest> {
  const bytes = new TextEncoder().encode(text ?? '')
  if (!(await world.files.create(path, bytes))) throw nameTaken(path)
  const found = (await world.workTree.read(path)) ?? new Uint8Array()
  const {request: read, problems} = readRequest(found, path, contextOf(world))
  if (read?.id === request.id && read.notBefore === request.notBefore && (plan === null || read.expect !== null)) {
    return read
  }
  await world.files.remove(path)
  throw new ReplayError(
    'BUG',
    `${path} did not read as it was meant, and was removed: ${problems
      .filter(isError)
      .map(({what}) => what)
      .join(' ')}`,
  )
}

const nameTaken = (path: string) => new ReplayError('REQUEST_EXISTS', `${path} is there already; it was not touched.`)

async function freePath({workTree, settings, now}: NewRequestWorld, {slices}: ReplayRequest, output: string | null) {
  const folder = `${settings.requestsDirectory}/`
  if (output !== null) {
    if (!output.startsWith(folder) || !isRequestName(output.slice(folder.length)) || !/\.ya?ml$/.test(output)) {
      throw new ReplayError(
        'USAGE',
        `Nothing was written: no run would read ${output} as a request. It must lie below ${folder}, not below ${folder}examples/, ` +
          'and be called by letters, digits, ".", "_" and "-", with .yaml at the end.',
      )
    }
    if ((await workTree.read(output)) !== null) throw nameTaken(output)
    return output
  }
  for (let attempt = 1; ; attempt += 1) {
    const path = folder + newFileName(slices, todayIn(settings, now), attempt)
    if ((await workTree.read(path)) === null) return path
  }
}

/** Requests of the checkout that hold no mistake. */
async function otherRequests(
  {workTree, settings}: NewRequestWorld,
  context: ReadingContext,
): Promise<readonly ReplayRequest[]> {
  const files = await requestFiles(workTree, [], settings.requestsDirectory)
  return files.flatMap(({path, bytes}) => {
    const {request} = readRequest(bytes, path, context)
    return request === null ? [] : [request]
  })
}

const schemaFile = 'schemas/replay-request.schema.json'

/** The schema as seen from a file; null in a checkout without it. */
async function schemaFrom(workTree: WorkTree, path: string): Promise<string | null> {
  if ((await workTree.read(schemaFile)) === null) return null
  return '../'.repeat(path.split('/').length - 1) + schemaFile
}
