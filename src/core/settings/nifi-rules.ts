import {textThat} from '../document/scalar-rules.ts'
import {quote, type Rule} from '../document/section.ts'

/** Of NiFi, its canvas or its interface, perhaps behind a path of a proxy; `none`: none. */
export const nifiAddress: Rule<string | null> = (text) => {
  if (text === 'none') return {value: null}
  if (/^https?:\/\/[^/?#@\s]+(\/[\w.-]+)*\/?$/.test(text) && URL.canParse(text))
    return {value: text.replace(/\/+$/, '')}
  return {
    code: 'SETTINGS_NIFI_ADDRESS_INVALID',
    what: (key) =>
      `\`${key}\` is ${quote(text)}, which is not the address of a NiFi: http or https, a host, perhaps a port and a path.`,
  }
}

/** `none`, or what the rule makes of the text. */
export const orNone =
  <T>(rule: Rule<T>): Rule<T | null> =>
  (text) =>
    text === 'none' ? {value: null} : rule(text)

export const serverName = textThat(
  (text) => /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text),
  'SETTINGS_NIFI_NAME_INVALID',
  'which is not the name of a machine',
)

/** What stands on the canvas, or what NiFi calls a user. */
export const shownName = textThat(
  (text) => text.length <= 100 && /^[^\p{Cc}\p{Cf}]*\S[^\p{Cc}\p{Cf}]*$/u.test(text) && text === text.trim(),
  'SETTINGS_NIFI_NAME_INVALID',
  'which is not a name of 1 to 100 characters on one line, without blanks at its ends',
)

/** Holds neither user nor password: NiFi has parameters for them. */
export const jdbcAddress = textThat(
  (text) =>
    /^jdbc:postgresql:\/\/[^/?#@\s]+\/[^/?#@\s]+(\?[^#@\s]*)?$/.test(text) && !/[?&](user|password)=/i.test(text),
  'SETTINGS_JDBC_INVALID',
  'which is not the JDBC address of a database, without user and password',
)

/** On NiFi's machine, so never relative to anything here. */
export const absolutePath = textThat(
  (text) => /^\/[^\p{Cc}]*[^/\p{Cc}]$/u.test(text),
  'SETTINGS_NIFI_PATH_INVALID',
  "which is not an absolute path on NiFi's machine",
)

/** A role of PostgreSQL as it is made without quotes. */
export const roleName = textThat(
  (text) => /^[a-z_][a-z0-9_]{0,62}$/.test(text),
  'SETTINGS_NIFI_NAME_INVALID',
  'which is not the plain lower-case name of a database role',
)
