import type {Problem} from '../core/problem.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {ChosenSettings} from '../core/init/settings-template.ts'
import {protocolOf, protocols} from '../core/settings/git-rules.ts'
import {readSettings} from '../core/settings/read-settings.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {WorkTree} from '../ports/work-tree.ts'
import type {ScaffoldFolder, ScaffoldRepository} from '../ports/scaffold.ts'
import {firstDifference, type Difference} from './first-difference.ts'
import {chooseHost, type HostOptions} from './init-host.ts'
import type {ScaffoldFile} from './scaffold-file.ts'
import {scaffoldFiles, settingsFile, type Host} from './scaffold-files.ts'
import {defaultSettings, settingsPath} from './settings-file.ts'
import {validate} from './validate.ts'
import {workflowPath} from './workflow-files.ts'

export interface InitOptions extends HostOptions {
  readonly remote?: string
  readonly branch?: string
  readonly timeZone?: string
  readonly emission?: string
  readonly outputs?: string
  /** Whether files that differ are replaced, after a copy of each. */
  readonly force: boolean
}

export type FileOutcome =
  /** `removed`: a workflow that was there once. */
  | {readonly path: string; readonly outcome: 'made' | 'there' | 'removed'}
  | {readonly path: string; readonly outcome: 'kept'; readonly difference: Difference}
  | {readonly path: string; readonly outcome: 'replaced'; readonly copy: string}

export interface Initialised {
  /** Absolute. */
  readonly folder: string
  readonly repository: 'made' | 'there'
  readonly files: readonly FileOutcome[]
  /** Of all that lies there now, by the same check as `validate`. */
  readonly problems: readonly Problem[]
  /** As the file says that lies there now; the defaults when it holds mistakes. */
  readonly settings: Settings
  /** Options that were given and are not in the settings file, since another one was kept. */
  readonly notTaken: readonly string[]
  readonly address: string | null
  readonly host: Host
}

interface Place {
  readonly folder: ScaffoldFolder
  readonly repository: ScaffoldRepository
  /** The same folder, as `validate` reads it. */
  readonly workTree: WorkTree
}

/**
 * Puts into a folder what an operator's repository needs, and checks it. A file that is there is never changed, unless
 * `force`; the same call again finds nothing to do, and finishes what one that was killed began.
 * @throws {ReplayError} USAGE, with nothing written; FILE_UNREADABLE, GIT_FAILED
 */
export async function init(place: Place, options: InitOptions, now: Date): Promise<Initialised> {
  const {folder, repository} = place
  const root = await repository.root()
  if (root !== null && root !== folder.path) throw insideOf(root, folder.path)

  const chosen = await choose(repository, options)
  const wanted = settingsOf(chosen)
  const present = await readSettingsIn(folder)
  const inForce = present === null || options.force ? wanted : present
  const host = await chooseHost(folder, repository, inForce, options)
  const hadWorkflows = await folder.holds(workflowPath('validate'))
  if (root === null) await repository.create(wanted.git.branch)

  const files: FileOutcome[] = []
  for (const file of scaffoldFiles(inForce, chosen, host)) {
    const isLeftOut = hadWorkflows && !options.force && file.path.startsWith('.github/')
    files.push(await put(folder, file, {...options, isLeftOut}))
  }

  const isKept = files.some(({path, outcome}) => path === settingsPath && outcome === 'kept')
  const settings = (await readSettingsIn(folder)) ?? defaultSettings()
  return {
    folder: folder.path,
    repository: root === null ? 'made' : 'there',
    files,
    problems: await check(place.workTree, settings.requestsDirectory, now),
    settings,
    notTaken: isKept ? given(options) : [],
    address: await repository.address(settings.git.remote),
    host,
  }
}

const insideOf = (root: string, folder: string) =>
  new ReplayError(
    'USAGE',
    `${folder} lies in the repository ${root}, and the settings must stand at its root; nothing was written. Name that ` +
      'folder, or one outside of any repository: `cqube-replay init FOLDER`.',
  )

/** Keys of the settings that options or the checkout itself decide. */
async function choose(repository: ScaffoldRepository, options: InitOptions): Promise<ChosenSettings> {
  const remote = options.remote ?? 'origin'
  const branch = options.branch ?? (await repository.defaultBranch(remote))
  const address = (await repository.address(remote)) ?? remote
  const transport = protocolOf(address)
  const usual = defaultSettings().git
  const needsTransport = transport !== null && !usual.protocols.includes(transport)
  const entries: [string, unknown][] = [
    ['time_zone', options.timeZone],
    ['git.remote', options.remote],
    ['git.branch', branch === usual.branch ? options.branch : branch],
    ['git.protocols', needsTransport ? protocols.filter((p) => p === transport || usual.protocols.includes(p)) : null],
    ['emission.directory', options.emission],
    ['outputs.directory', options.outputs],
  ]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null))
}

const optionNames = {
  remote: 'remote',
  branch: 'branch',
  timeZone: 'time-zone',
  emission: 'emission',
  outputs: 'outputs',
}

const given = (options: InitOptions): string[] =>
  Object.entries(optionNames).flatMap(([key, name]) => (key in options ? [`--${name}`] : []))

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** @throws {ReplayError} USAGE for a value that the settings refuse */
function settingsOf(chosen: ChosenSettings): Settings {
  const {settings, problems} = readSettings(encode(settingsFile(chosen)), settingsPath)
  if (settings !== null) return settings
  throw new ReplayError('USAGE', `${problems.map(({what, fix}) => `${what} ${fix}`).join(' ')} Nothing was written.`)
}

/** @returns null when there is none, or when it holds mistakes, which the check at the end tells */
async function readSettingsIn(folder: ScaffoldFolder): Promise<Settings | null> {
  const bytes = await folder.read(settingsPath)
  return bytes === null ? null : readSettings(bytes, settingsPath).settings
}

interface Putting {
  readonly force: boolean
  /** Whether it stays away where it is missing. */
  readonly isLeftOut: boolean
}

async function put(folder: ScaffoldFolder, file: ScaffoldFile, {force, isLeftOut}: Putting): Promise<FileOutcome> {
  const {path, text} = file
  const found = await folder.read(path)
  if (found === null && isLeftOut) return {path, outcome: 'removed'}
  if (found === null) {
    await folder.create(path, encode(text))
    return {path, outcome: 'made'}
  }
  const difference = firstDifference(new TextDecoder().decode(found), file)
  if (difference === null) return {path, outcome: 'there'}
  if (!force) return {path, outcome: 'kept', difference}
  return {path, outcome: 'replaced', copy: await folder.replace(path, encode(text))}
}

/** Settings, requests, and the examples, which are checked only where they are named. */
async function check(workTree: WorkTree, requestsDirectory: string, now: Date): Promise<readonly Problem[]> {
  const all = await validate(workTree, [], now)
  const examples = await validate(workTree, [`${requestsDirectory}/examples`], now)
  return [...all.problems, ...examples.problems.filter(({place}) => place.file !== settingsPath)]
}
