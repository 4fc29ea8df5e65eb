import {stems, type Stem} from './stems.ts'

export interface FileName {
  readonly stem: Stem
  readonly packing: 'zip' | 'csv'
  /** `20260701093000` as the upload server wrote it; empty where a person named the file. */
  readonly stamp: string
}

/** Folders of the emission store that are looked through. */
export const incomingDirectories: readonly string[] = [...new Set(stems.map(({directory}) => directory))]

/**
 * @param key `<source dir>/<stem>_<YYYYMMDDHHMMSS>.zip` (or `.csv`; the time may be missing)
 * @returns null for a name that means nothing to the embedded ingestion
 */
export function readFileName(key: string): FileName | null {
  const [, directory, name, stamp = '', packing] = /^([^/]+)\/([a-z_]+?)(?:_(\d{14}))?\.(zip|csv)$/.exec(key) ?? []
  const stem = stems.find((each) => each.directory === directory && each.name === name)
  return stem === undefined ? null : {stem, stamp, packing: packing === 'zip' ? 'zip' : 'csv'}
}

/** In the order of the stems, then of the times in their names, then by name: what was emitted last has the last word. */
export function inLoadingOrder<File extends {readonly key: string}>(files: readonly File[]): File[] {
  const rank = ({key}: File): string => {
    const name = readFileName(key)
    return name === null ? `9 ${key}` : `${stems.indexOf(name.stem)} ${name.stamp.padEnd(14, '0')} ${key}`
  }
  return files
    .map((file) => ({file, rank: rank(file)}))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({file}) => file)
}
