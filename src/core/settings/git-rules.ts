import {textThat} from '../document/scalar-rules.ts'
import {quote, type Rule} from '../document/section.ts'

/** What git refuses in a branch name (git check-ref-format), and what it or a shell line could read as something else. */
const branchFaults = [
  {pattern: /^$/, why: 'which is empty'},
  {pattern: /[^A-Za-z0-9._/-]/, why: 'which has a character other than letters, digits and . _ / -'},
  {pattern: /^-/, why: 'which git would read as an option'},
  {pattern: /\.\./, why: 'which holds "..", a range of commits to git'},
  {pattern: /^\/|\/$|\/\//, why: 'which has an empty part between slashes'},
  {pattern: /^\.|\/\.|\.$|\.lock(\/|$)/, why: 'in which a part begins or ends as git forbids'},
  {pattern: /^HEAD$|^refs\//, why: 'which is a reference of git, not the name of a branch'},
  {pattern: /^.{200}/, why: 'which is longer than 199 characters'},
]

/** The plain name of a branch. */
export const branchName: Rule<string> = (text) => {
  const fault = branchFaults.find(({pattern}) => pattern.test(text))
  if (fault === undefined) return {value: text}
  return {code: 'SETTINGS_BRANCH_UNSAFE', what: (key) => `\`${key}\` is ${quote(text)}, ${fault.why}.`}
}

export type Protocol = 'https' | 'ssh' | 'file'
export const protocols = ['https', 'ssh', 'file'] as const satisfies readonly Protocol[]

const remoteForms: readonly {readonly pattern: RegExp; readonly protocol: Protocol | null}[] = [
  {pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, protocol: null},
  {pattern: /^https:\/\/[A-Za-z0-9][^\s]*$/, protocol: 'https'},
  {pattern: /^ssh:\/\/[A-Za-z0-9][^\s]*$/, protocol: 'ssh'},
  // The short form that git takes for ssh: user@host:path.
  {pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9~/][^\s:]*$/, protocol: 'ssh'},
  {pattern: /^file:\/\/\/[^\s]+$|^\/[^\s]+$/, protocol: 'file'},
]

/** @returns the transport an address uses; null for the name of a configured remote. */
export const protocolOf = (remote: string): Protocol | null =>
  remoteForms.find(({pattern}) => pattern.test(remote))?.protocol ?? null

/** The name of a remote, or an address. `ext::` and option-like texts, by which git runs programs, are neither. */
export const remoteName: Rule<string> = textThat(
  (text) => remoteForms.some(({pattern}) => pattern.test(text)),
  'SETTINGS_REMOTE_UNSAFE',
  'which is neither the name of a remote nor an https, ssh or file address',
)

export const authorName: Rule<string> = textThat(
  (text) => /^[^\s<>]([^<>\r\n]{0,98}[^\s<>])?$/.test(text),
  'SETTINGS_AUTHOR_INVALID',
  'which is no name for a commit: 1 to 100 characters, without < and >, no blank at its ends',
)

export const authorEmail: Rule<string> = textThat(
  (text) => /^[^\s<>@]{1,64}@[^\s<>@]{1,255}$/.test(text),
  'SETTINGS_AUTHOR_INVALID',
  'which is no e-mail address',
)
