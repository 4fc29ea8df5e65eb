import {nearestWord} from '../document/nearest-word.ts'
import {textThat} from '../document/scalar-rules.ts'
import {quote, type Rule} from '../document/section.ts'

const isTimeZone = (name: string): boolean => {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', {timeZone: name})
    return true
  } catch {
    return false
  }
}

/** An IANA name that this program knows, in any case. */
export const timeZone: Rule<string> = (text) => {
  if (isTimeZone(text)) return {value: text}
  const meant = nearestWord(text, ['Asia/Kolkata', ...Intl.supportedValuesOf('timeZone')])
  return {
    code: 'SETTINGS_TIME_ZONE_UNKNOWN',
    what: (key) => `\`${key}\` is ${quote(text)}, which is not the IANA name of a time zone.`,
    ...(meant === null ? {} : {fix: `Write \`${meant}\` if that is what you mean.`}),
  }
}

/** A folder below the root of the repository, without `.`, `..` and leading dashes; its last slash is dropped. */
export const folderInRepository: Rule<string> = (text) => {
  const folder = text.endsWith('/') ? text.slice(0, -1) : text
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(folder) && folder.length <= 200) {
    return {value: folder}
  }
  return {
    code: 'SETTINGS_PATH_UNSAFE',
    what: (key) =>
      `\`${key}\` is ${quote(text)}, which is not a plain folder below the root of the repository (letters, digits ` +
      'and . _ -, each part beginning with a letter or digit).',
  }
}

/** @returns true when one folder is the other or lies in it. */
export const foldersOverlap = (left: string, right: string): boolean =>
  `${left}/`.startsWith(`${right}/`) || `${right}/`.startsWith(`${left}/`)

const ours = ['cqube_replay', 'cqube_replay_archive', 'information_schema']

/** The schema of cQube's own tables: never the ledger's, the archive's or the server's. */
export const dataSchema: Rule<string> = textThat(
  (text) => /^[a-z_][a-z0-9_]{0,62}$/.test(text) && !text.startsWith('pg_') && !ours.includes(text),
  'SETTINGS_SCHEMA_NAME_INVALID',
  "which is not a schema that can hold cQube's tables: a plain lower-case name, not one of the ledger or the server",
)
