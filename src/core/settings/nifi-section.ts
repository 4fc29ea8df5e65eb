import {oneOf} from '../document/scalar-rules.ts'
import type {Section} from '../document/section.ts'
import {absolutePath, jdbcAddress, nifiAddress, orNone, roleName, serverName, shownName} from './nifi-rules.ts'
import {integer} from './number-rules.ts'
import {caFile} from './s3-rules.ts'
import type {NifiSettings} from './settings.ts'

const word = <T extends string>(words: readonly T[]) => oneOf('SETTINGS_NOT_ONE_OF', words)

export function nifiOf(section: Section): NifiSettings {
  const problemsBefore = section.problemCount()
  const nifi: NifiSettings = {
    address: section.scalar('address', nifiAddress, null),
    serverName: section.scalar('server_name', orNone(serverName), null),
    caFile: section.scalar('ca_file', caFile, null),
    signIn: section.scalar('sign_in', word(['none', 'password', 'token', 'certificate'] as const), 'none'),
    user: section.scalar('user', orNone(shownName), null),
    tokenFile: section.scalar('token_file', caFile, null),
    certificateFile: section.scalar('certificate_file', caFile, null),
    keyFile: section.scalar('key_file', caFile, null),
    timeoutSeconds: section.scalar('timeout_seconds', integer(1, 600), 20),
    group: section.scalar('group', shownName, 'cqube-replay'),
    trigger: section.scalar('trigger', word(['run', 'schedule'] as const), 'run'),
    deadlineMinutes: section.scalar('deadline_minutes', integer(1, 1440), 60),
    databaseUrl: section.scalar('database_url', orNone(jdbcAddress), null),
    databaseUser: section.scalar('database_user', roleName, 'cqube_replay_nifi'),
    driverFile: section.scalar('driver_file', orNone(absolutePath), null),
    emissionDirectory: section.scalar('emission_directory', orNone(absolutePath), null),
    s3SignIn: section.scalar('s3_sign_in', word(['keys', 'default'] as const), 'keys'),
    loadingGroups: section.list('loading_groups', shownName, []),
    loadingMinutes: section.scalar('loading_minutes', integer(1, 1440), 60),
  }
  section.finish()
  if (section.problemCount() === problemsBefore) complainOfSignIn(section, nifi)
  return nifi
}

/** What is missing for the sign-in, or would tell everybody on the way who we are. */
function complainOfSignIn(section: Section, {address, signIn, user, certificateFile, keyFile}: NifiSettings): void {
  const missing = {
    none: [],
    password: user === null ? ['user'] : [],
    token: [],
    certificate: [...(certificateFile === null ? ['certificate_file'] : []), ...(keyFile === null ? ['key_file'] : [])],
  }[signIn]
  if (missing.length > 0) {
    const named = missing.map((key) => `\`${key}\``).join(' and ')
    section.complain('SETTINGS_NIFI_INCOMPLETE', `\`sign_in\` is \`${signIn}\`, which needs ${named}.`, 'sign_in')
  }
  if (signIn !== 'none' && address?.startsWith('http:') === true) {
    const what = `\`sign_in\` is \`${signIn}\`, and \`address\` begins with http: NiFi takes no sign-in there, and all could read it.`
    section.complain('SETTINGS_NIFI_PLAIN_HTTP', what, 'address')
  }
}
