import {ReplayError} from '../replay-error.ts'

// NUL and line breaks end a path or a log line; cQube's own keys hold blanks, `?` and letters of any script.
const unsafe = /[\p{Cc}\\\uFFFD]|\p{Cs}/u

/** True for a key that, as a relative path, leads to a file below any directory and to no hidden one. */
export const isOutputKey = (key: string): boolean =>
  key.length <= 1024 && !unsafe.test(key) && key.split('/').every((part) => part !== '' && !part.startsWith('.'))

/**
 * @returns the key
 * @throws {ReplayError} OUTPUT_FAILED
 */
export function checkedOutputKey(key: string): string {
  if (isOutputKey(key)) return key
  throw new ReplayError(
    'OUTPUT_FAILED',
    `${JSON.stringify(key)} is no key of an output object: its parts are not empty, do not begin with "." and hold no ` +
      'control character or backslash. Nothing was touched.',
  )
}
