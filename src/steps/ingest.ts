import {incomingDirectories, inLoadingOrder, readFileName, type FileName} from '../core/ingestion/file-name.ts'
import {createLineConverter} from '../core/ingestion/line-converter.ts'
import {isWorthAnotherTry, refusalOf, refused} from '../core/ingestion/refusal.ts'
import {rejectWords} from '../core/ingestion/rejects.ts'
import {ReplayError} from '../core/replay-error.ts'
import {zonedTime} from '../core/report/zoned-time.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Epoch, World} from '../ports.ts'
import type {IncomingFile, Ingestion, LoadedFile, SeenFile} from '../ports/ingestion.ts'

export type IngestingWorld = Pick<World, 'ingestion' | 'clock' | 'log' | 'points'> & {
  readonly outputs: Pick<World['outputs'], 'store'>
}

/**
 * Loads every whole file that waits in the emission store and was not seen as it is, then writes the output objects that
 * follow. A file that is refused or fails is told, and the others go on. Does nothing on sites where NiFi loads files.
 * @throws {ReplayError} LEASE_LOST, DATABASE_UNREACHABLE: nothing else can be done now
 */
export async function ingestWaiting(
  world: IngestingWorld,
  settings: Pick<Settings, 'timeZone'>,
  epoch: Epoch,
): Promise<void> {
  const {ingestion, log} = world
  if (ingestion === null) return
  await tellFailure(log, async () => {
    const files = inLoadingOrder(await ingestion.files.list(incomingDirectories))
    const seen = new Map((await ingestion.loader.seen(files.map(({key}) => key))).map((each) => [each.key, each]))
    for (const file of files.filter((each) => isNews(each, seen.get(each.key)))) {
      world.points.reach('before-file')
      await tellFailure(log, () => ingestFile(world, ingestion, settings, epoch, file), file.key)
    }
  })
  await tellFailure(log, () => writeOutputs(world, ingestion, epoch))
}

const isNews = (file: IncomingFile, seen: SeenFile | undefined): boolean =>
  seen === undefined ||
  seen.bytes !== file.bytes ||
  seen.modifiedAt !== file.modifiedAt ||
  (seen.reason !== null && isWorthAnotherTry(seen.reason))

async function ingestFile(
  world: IngestingWorld,
  {files, loader}: Ingestion,
  settings: Pick<Settings, 'timeZone'>,
  epoch: Epoch,
  file: IncomingFile,
): Promise<void> {
  let sha256: string | null = null
  try {
    const name = readFileName(file.key)
    if (name === null) throw refused('NAME_UNKNOWN', 'No file of cQube that is loaded here has such a name.')
    sha256 = await files.sha256(file)
    const before = await loader.loadedBefore(sha256)
    if (before !== null) {
      const message = `Its ${file.bytes} bytes were loaded before, as ${before.key}, ${before.at}; they were not loaded again.`
      await loader.remember(epoch, file, {state: 'LOADED_BEFORE', sha256, reason: null, message})
      world.log.warn(`${file.key}: ${message}`)
      return
    }
    const loaded = await loadFile(world, {files, loader}, settings, epoch, {...file, sha256}, name)
    if (loaded === 'changed') world.log.warn(`${file.key} changed while it was read; the next pass looks at it again.`)
    else world.log.progress(`Loaded ${file.key}: ${loadedWords(loaded)}.`)
    world.points.reach('file-loaded')
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === null) throw error
    await loader.remember(epoch, file, {state: 'REFUSED', sha256, ...refusal})
    world.log.warn(`FILE_REFUSED: ${file.key} was not loaded (${refusal.reason}). ${refusal.message}`)
  }
}

async function loadFile(
  {log, clock}: IngestingWorld,
  {files, loader}: Ingestion,
  settings: Pick<Settings, 'timeZone'>,
  epoch: Epoch,
  file: IncomingFile & {readonly sha256: string},
  {stem, packing}: FileName,
): Promise<LoadedFile | 'changed'> {
  const today = zonedTime(clock.now().toISOString(), settings.timeZone).slice(0, 10)
  const converter = createLineConverter(stem, {today})
  const rows = async function* () {
    const {chunks, bytes} = await files.open(file, packing)
    let done = 0
    for await (const chunk of chunks) {
      done += chunk.length
      log.advance(`Loading ${file.key}`, done, bytes)
      yield converter.push(chunk)
    }
    converter.end()
  }
  return loader.load(
    epoch,
    {...file, stem},
    {rows: rows(), counts: () => converter.counts(), stillWhole: () => files.isUnchanged(file)},
  )
}

function loadedWords({lines, accepted, rejects, slices}: LoadedFile): string {
  const keys = slices.map(({key}) => key)
  const named = keys.length > 5 ? `${keys.slice(0, 5).join(', ')} and ${keys.length - 5} more` : keys.join(', ')
  const left = accepted === lines ? '' : `; rejected: ${rejectWords(rejects)}`
  return `${accepted} of ${lines} lines, into ${named === '' ? 'no slice that is known yet' : named}${left}`
}

/** What was cut short is written again, whole: the ledger says what is due until all of it is there. */
async function writeOutputs(world: IngestingWorld, {loader}: Ingestion, epoch: Epoch): Promise<void> {
  const {store} = world.outputs
  const due = store === null ? null : await loader.dueOutputs()
  if (store === null || due === null) return
  let objects = 0
  for await (const {key, json} of due.objects) {
    await store.replace(key, new TextEncoder().encode(json))
    objects += 1
    world.points.reach('output-written')
  }
  await due.written(epoch)
  world.points.reach('outputs-written')
  world.log.progress(`Wrote ${objects} output objects of the months that were loaded.`)
}

/** One file must not keep the others waiting, nor the report; without database or lease nothing goes on. */
async function tellFailure(log: World['log'], act: () => Promise<void>, key?: string): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (
      !(error instanceof ReplayError) ||
      ['LEASE_LOST', 'DATABASE_UNREACHABLE', 'STOPPED', 'BUG'].includes(error.code)
    ) {
      throw error
    }
    const where = key === undefined ? '' : `${key} was not loaded, the next pass tries again: `
    log.warn(`${error.code}: ${where}${error.message}`)
  }
}
