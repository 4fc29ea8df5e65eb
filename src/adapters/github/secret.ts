import {readFile} from 'node:fs/promises'
import {ReplayError} from '../../core/replay-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Names of a variable that holds a secret, and of one that names its file. */
export interface SecretKeys {
  readonly value: string
  readonly file: string
}

/**
 * A secret, read anew: its file may be written again during a run. Null: neither is set.
 * @throws {ReplayError} FILE_UNREADABLE, when there is no other way to it
 */
export async function secretOf(environment: Environment, {value, file}: SecretKeys): Promise<string | null> {
  const [text, path] = [environment[value] ?? '', environment[file] ?? '']
  const held = text === '' ? null : text
  if (path === '') return held
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (held !== null) return held
    const {code = 'unknown'} = error as NodeJS.ErrnoException
    throw new ReplayError('FILE_UNREADABLE', `${path}, named by ${file}, was not read (${code}).`, {path})
  }
}
