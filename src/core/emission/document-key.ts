import {ReplayError} from '../replay-error.ts'

const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/

/**
 * @returns the key, which as a relative path leads to a file below any directory and to no hidden one
 * @throws {ReplayError} EMISSION_FAILED
 */
export function checkedKey(key: string): string {
  if (key.split('/').every((part) => segment.test(part))) return key
  throw new ReplayError(
    'EMISSION_FAILED',
    `${JSON.stringify(key)} is no key of a document: its parts are letters, digits, ".", "_" and "-", and none begins ` +
      'with "." or "-". Nothing was written.',
  )
}
