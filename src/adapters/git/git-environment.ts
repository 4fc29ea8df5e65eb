import type {SimpleGitOptions} from 'simple-git'
import type {Settings} from '../../core/settings/settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** How an operator tells git to reach the remote, and nothing else: GIT_DIR or GIT_INDEX_FILE would lead it elsewhere. */
const operatorsGitKeys = /^GIT_(SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|SSL_[A-Z]+|CONFIG_(COUNT|KEY_\d+|VALUE_\d+))$/
/** Programs that plumbing never starts, but simple-git refuses to pass on. */
const unwanted = /^(EDITOR|VISUAL|PAGER|PREFIX)$/i
/** Git starts ssh and credential helpers, which have no business with the database. */
const databaseSecrets = /^(PG[A-Z]+|DATABASE_URL)$/

const isPassedOn = (key: string): boolean =>
  !unwanted.test(key) && !databaseSecrets.test(key) && (!/^GIT_/i.test(key) || operatorsGitKeys.test(key))

/** @returns what git is started with: the operator's environment, cut down, and our own rules on top. */
export function gitEnvironment(ambient: Environment, settings: Settings['git']): Record<string, string> {
  const passedOn = Object.entries(ambient).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isPassedOn(entry[0]),
  )
  return {
    ...Object.fromEntries(passedOn),
    // Unlike `protocol.allow`, this also overrules a `protocol.ext.allow = always` in the operator's configuration.
    GIT_ALLOW_PROTOCOL: settings.protocols.join(':'),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    // Replaced objects and grafts are local opinions; only what the remote holds counts.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_AUTHOR_NAME: settings.authorName,
    GIT_AUTHOR_EMAIL: settings.authorEmail,
    GIT_COMMITTER_NAME: settings.authorName,
    GIT_COMMITTER_EMAIL: settings.authorEmail,
    LC_ALL: 'C',
  }
}

export const gitConfiguration = (settings: Settings['git']): string[] => [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'protocol.allow=never',
  ...settings.protocols.map((protocol) => `protocol.${protocol}.allow=always`),
  'gc.auto=0',
  'maintenance.auto=false',
  'i18n.commitEncoding=UTF-8',
  // A bare repository made by `git clone --mirror` would push, and prune, every ref.
  `remote.${settings.remote}.mirror=false`,
]

/** simple-git refuses these unless they are named; all of them come from the operator or from this file. */
export const allowedUnsafe: NonNullable<SimpleGitOptions['unsafe']> = {
  allowUnsafeHooksPath: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeGpgProgram: true,
}
