import type {FileHandle} from 'node:fs/promises'
import {crc32} from 'node:zlib'
import {fromFdPromise, type Entry, type ZipFile} from 'yauzl'
import {ReplayError} from '../../core/replay-error.ts'
import {refused} from '../../core/ingestion/refusal.ts'
import type {IncomingFile} from '../../ports/ingestion.ts'

export interface ZipLimits {
  /** Of the unpacked CSV. The largest file that cQube was tested with has 1.9 GB (20 million exam results). */
  readonly unpackedBytes: number
  /** Unpacked to packed; real files reach 5 to 30, deflate's own limit is 1,032. */
  readonly ratio: number
  /** Below this size the ratio does not matter. */
  readonly ratioFromBytes: number
}

export const zipLimits: ZipLimits = {unpackedBytes: 16 * 1024 ** 3, ratio: 200, ratioFromBytes: 64 * 1024 ** 2}

/**
 * The only CSV of a zip, unpacked as it is read. What the directory of a zip says is not believed: sizes are counted
 * while unpacking, and the checksum is held against the text.
 * @param handle is closed with the last chunk, or when this throws
 * @throws {ReplayError} FILE_REFUSED: ZIP_BROKEN, NOT_ONE_CSV, ZIP_TOO_LARGE
 */
export async function openZip(
  handle: FileHandle,
  file: IncomingFile,
  limits: ZipLimits = zipLimits,
): Promise<{readonly chunks: AsyncIterable<Uint8Array>; readonly bytes: number}> {
  try {
    const zip = await fromFdPromise(handle.fd, {lazyEntries: true, autoClose: false})
    const entry = onlyCsv(await entriesOf(zip))
    if (entry.uncompressedSize > allowed(entry, limits)) throw tooLarge(entry.uncompressedSize, entry, limits)
    return {chunks: textOf(zip, entry, limits, handle), bytes: entry.uncompressedSize}
  } catch (error) {
    await handle.close()
    throw zipError(error, file)
  }
}

async function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) {
    entries.push(entry)
    // More than one are refused anyway, however many there are.
    if (entries.length > 1) break
  }
  return entries
}

function onlyCsv(entries: readonly Entry[]): Entry {
  const [entry, second] = entries
  if (entry === undefined) throw refused('NOT_ONE_CSV', 'The zip is empty; it must hold one CSV.')
  if (second !== undefined) throw refused('NOT_ONE_CSV', 'The zip holds more than one entry; it must hold one CSV.')
  if (!/\.csv$/i.test(entry.fileName)) throw refused('NOT_ONE_CSV', 'What the zip holds is not called .csv.')
  if (!entry.canDecodeFileData()) {
    throw refused('ZIP_BROKEN', 'The zip is encrypted, or packed by another method than deflate.')
  }
  return entry
}

const allowed = ({compressedSize}: Entry, {unpackedBytes, ratio, ratioFromBytes}: ZipLimits): number =>
  Math.min(unpackedBytes, Math.max(ratioFromBytes, compressedSize * ratio))

const tooLarge = (bytes: number, entry: Entry, limits: ZipLimits): ReplayError =>
  refused(
    'ZIP_TOO_LARGE',
    `The zip unpacks to ${bytes} bytes or more, from ${entry.compressedSize} packed ones; at most ` +
      `${allowed(entry, limits)} are unpacked. It looks like a zip bomb. No line was loaded.`,
  )

async function* textOf(zip: ZipFile, entry: Entry, limits: ZipLimits, handle: FileHandle): AsyncGenerator<Uint8Array> {
  let bytes = 0
  let sum = 0
  try {
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > allowed(entry, limits)) throw tooLarge(bytes, entry, limits)
      sum = crc32(chunk, sum)
      yield chunk
    }
    if (sum !== entry.crc32) throw new Error('the checksum of its text does not match')
  } catch (error) {
    throw zipError(error, {key: entry.fileName})
  } finally {
    await handle.close()
  }
}

/** A failing disk is no broken zip. */
function zipError(error: unknown, {key}: {readonly key: string}): ReplayError {
  if (error instanceof ReplayError) return error
  const {code, message} = (error ?? {}) as {readonly code?: unknown; readonly message?: unknown}
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return new ReplayError('EMISSION_FAILED', `${key} could not be read from the emission store (${code}).`, {}, error)
  }
  return refused('ZIP_BROKEN', `The zip is broken or was cut short (${String(message)}). No line was loaded.`)
}
