import {oneOf} from '../document/scalar-rules.ts'
import {quote, type Rule} from '../document/section.ts'

/** Key prefixes of the emission bucket that a flow of stock cQube consumes (cQube release-3.7, route_based_on_s3_dir). */
export const routedPrefixes = [
  ...['data_replay', 'data_retention'],
  ...['district_master', 'block_master', 'cluster_master', 'school_master', 'school_category', 'school_management'],
  ...['student_attendance', 'teacher_attendance', 'user_location_master', 'inspection_master', 'infra_trans'],
  ...['diksha', 'udise', 'pat', 'sat', 'telemetry'],
] as const

const withoutLastSlash = (text: string): string => (text.endsWith('/') ? text.slice(0, -1) : text)

/**
 * A key prefix that no stock flow takes. Some flows route a bare prefix (`student_attendanceX` too), others a folder;
 * installations differ, so the wider reading counts for all: a prefix may not begin with any of the words.
 */
export const emissionPrefix: Rule<string> = (text) => {
  const prefix = withoutLastSlash(text)
  if (!/^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*$/.test(prefix) || prefix.length > 200) {
    return {
      code: 'SETTINGS_PREFIX_INVALID',
      what: (key) => `\`${key}\` is ${quote(text)}, which is not made of plain lower-case names between slashes.`,
    }
  }
  const routed = routedPrefixes.find((word) => prefix.startsWith(word))
  if (routed === undefined) return {value: prefix}
  return {
    code: 'SETTINGS_PREFIX_ROUTED',
    what: (key) =>
      `\`${key}\` is ${quote(text)}, which begins with "${routed}": a flow of stock cQube takes what lies there, ` +
      'and would process our documents as its own.',
  }
}

/** Where the local emission store lies; in it, the two folders whose files the stock flow acts on are out of bounds. */
export const emissionDirectory: Rule<string> = (text) => {
  const directory = text === '/' ? '' : withoutLastSlash(text)
  const refuse = (why: string) => ({
    code: 'SETTINGS_EMISSION_DIRECTORY_UNSAFE' as const,
    what: (key: string) => `\`${key}\` is ${quote(text)}, ${why}.`,
  })
  if (directory === '') return refuse('which is no folder to write to')
  if (directory.includes('://')) return refuse('which is an address, not a folder of this machine')
  const inbox = directory.split('/').find((part) => part === 'data_replay' || part === 'data_retention')
  if (inbox !== undefined) return refuse(`which lies in "${inbox}", an inbox of the stock flow`)
  return {value: directory}
}

/** `postgres`: the runner calls the deleting function itself; `nifi`: NiFi does, and the runner waits for it. */
export const engine: Rule<'postgres' | 'nifi'> = oneOf('SETTINGS_NOT_ONE_OF', ['postgres', 'nifi'] as const)

/** `documented`: cQube's documented JSON. */
export const emissionFormat: Rule<'documented'> = (text) => {
  if (text === 'documented') return {value: text}
  if (text !== 'workflow') return wrongWord(text, 'documented')
  return {
    code: 'SETTINGS_FORMAT_NEEDS_NIFI',
    what: (key) =>
      `\`${key}\` is "workflow", which the stock flow data_replay_transformer reads: it would delete by itself what ` +
      'the engine `postgres` deletes, without the ledger.',
  }
}

const wrongWord = (text: string, offered: string) => ({
  code: 'SETTINGS_NOT_ONE_OF' as const,
  what: (key: string) => `\`${key}\` is ${quote(text)}; it can be \`${offered}\`.`,
  fix: `Write \`${offered}\`.`,
})
