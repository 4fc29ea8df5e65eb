import {quote, type Rule} from '../document/section.ts'

/** First parts of the keys that cQube writes to its output store (cQube_data_storage, PutS3Object). */
const reportFolders = [
  ...['attendance', 'teacher_attendance', 'crc', 'pat', 'sat', 'diksha', 'diksha_raw_data', 'diksha_tpd', 'udise'],
  ...['school_management_category', 'school_management_cateory', 'exception_list', 'log_summary', 'meta'],
  ...['data_replay', 'progressCard', 'telemetry'],
]

const withoutLastSlash = (text: string): string => (text.endsWith('/') ? text.slice(0, -1) : text)

/** Where the local output store lies; `none`: nowhere. */
export const outputsDirectory: Rule<string | null> = (text) => {
  if (text === 'none') return {value: null}
  const directory = withoutLastSlash(text)
  if (directory !== '' && !directory.includes('://')) return {value: directory}
  const why = directory === '' ? 'which is no folder to write to' : 'which is an address, not a folder of this machine'
  return {code: 'SETTINGS_OUTPUTS_DIRECTORY_UNSAFE', what: (key) => `\`${key}\` is ${quote(text)}, ${why}.`}
}

/** A key prefix that no report of cQube reads. */
export const outputArchivePrefix: Rule<string> = (text) => {
  const prefix = withoutLastSlash(text)
  if (!/^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*$/.test(prefix) || prefix.length > 200) {
    return {
      code: 'SETTINGS_PREFIX_INVALID',
      what: (key) => `\`${key}\` is ${quote(text)}, which is not made of plain lower-case names between slashes.`,
    }
  }
  const [folder = ''] = prefix.split('/')
  if (!reportFolders.includes(folder)) return {value: prefix}
  return {
    code: 'SETTINGS_PREFIX_REPORTED',
    what: (key) =>
      `\`${key}\` is ${quote(text)}, a folder that cQube writes to: its reports would show what was archived.`,
  }
}
