import {ageWords} from '../core/doctor/finding.ts'
import {
  decidePut,
  isTrusted,
  misdeed,
  placeWords,
  readFirstNote,
  type BucketPlace,
  type PutProbe,
  type PutWay,
} from '../core/emission/conditional-put.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {World} from '../ports.ts'
import type {EmissionServer} from '../ports/emission-server.ts'

/** How a pass writes its documents. */
export interface PutChoice {
  readonly way: PutWay
  /** What the report of each run that emits must say; null: nothing. */
  readonly note: string | null
}

/**
 * Decides at the first call, once for all documents of a pass.
 * @param left the state that a refusal leaves, a full sentence
 * @throws {ReplayError} S3_NOT_ATOMIC; EMISSION_FAILED when the server could not be probed
 */
export type ChoosePut = (left: string) => Promise<PutChoice>

type ChoosingWorld = Pick<World, 'emissionServer' | 'log'>
type ChoosingSettings = Pick<Settings, 's3'>

export function putChooser(world: ChoosingWorld, settings: ChoosingSettings, programVersion: string): ChoosePut {
  let choice: Promise<PutChoice> | null = null
  return (left) => (choice ??= choosePut(world, settings, programVersion, left))
}

async function choosePut(
  {emissionServer, log}: ChoosingWorld,
  {s3}: ChoosingSettings,
  programVersion: string,
  left: string,
): Promise<PutChoice> {
  // A directory needs no choice: a file system links a name once.
  if (emissionServer === null) return {way: 'conditional', note: null}
  const {place, probes} = emissionServer
  const latest = await probes.latest(place)
  const probe = isTrusted(latest) ? latest : await newProbe(emissionServer, programVersion, log)
  const way = decidePut(s3.conditionalPut, probe)
  if (way === 'refuse') throw refusal(place, probe, left)
  const note = way === 'read_first' ? readFirstNote(place, probe.creators) : null
  if (note !== null) log.warn(note)
  return {way, note}
}

async function newProbe(server: EmissionServer, programVersion: string, log: World['log']): Promise<PutProbe> {
  log.progress(`Trying whether ${placeWords(server.place)} holds \`If-None-Match: *\`; nobody did lately …`)
  const creators = await server.creators()
  await server.probes.record(server.place, creators, programVersion)
  return {creators, ageDays: 0, programVersion}
}

function refusal(place: BucketPlace, {creators, ageDays, programVersion}: PutProbe, left: string): ReplayError {
  const minutes = ageDays * 1440
  const tried = `tried ${minutes < 1 ? 'just now' : `${ageWords(minutes)} ago`} by cqube-replay ${programVersion}`
  return new ReplayError(
    'S3_NOT_ATOMIC',
    `${placeWords(place)} may let a document be overwritten unseen: ${misdeed(creators)}, so it does not hold ` +
      `\`If-None-Match: *\` (${tried}). ${left}`,
    {...place},
  )
}
