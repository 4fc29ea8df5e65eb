import {textThat} from '../document/scalar-rules.ts'
import {quote, type Rule} from '../document/section.ts'

/** A login of GitHub, a team as `organisation/team`, or a principal of an allowed-signers file. */
export const approverName = textThat(
  (text) => text.length <= 200 && /^[A-Za-z0-9][A-Za-z0-9._+-]*([/@][A-Za-z0-9][A-Za-z0-9._-]*)?$/.test(text),
  'SETTINGS_APPROVER_INVALID',
  'which is no login, no `organisation/team` and no principal',
)

/** Of GitHub Enterprise Server: `https://HOST/api/v3`. Plain http is for tests on this machine alone. */
export const apiUrl: Rule<string | null> = (text) => {
  if (text === 'none') return {value: null}
  if (
    /^(https:\/\/[^/?#@\s]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?)(\/[\w.-]+)*\/?$/.test(text) &&
    URL.canParse(text)
  )
    return {value: text.replace(/\/+$/, '')}
  return {
    code: 'SETTINGS_API_URL_INVALID',
    what: (key) => `\`${key}\` is ${quote(text)}, which is not the https address of GitHub's interface.`,
  }
}

export const repositoryName: Rule<string | null> = (text) => {
  if (text === 'none') return {value: null}
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\/[A-Za-z0-9._-]{1,100}$/.test(text)) return {value: text}
  return {
    code: 'SETTINGS_REPOSITORY_INVALID',
    what: (key) => `\`${key}\` is ${quote(text)}, which is not \`owner/name\`.`,
  }
}
