import {ReplayError} from '../replay-error.ts'
import type {FlowSecrets, FlowSite} from './flow-site.ts'
import {exampleSite, flowParameters} from './replay-flow.ts'

/** As NiFi shows a parameter that is there. */
interface Known {
  readonly name: string
  readonly isSensitive: boolean
  readonly isSet: boolean
  readonly value: string | null
  readonly description: string
}

type Wanted = ReturnType<typeof flowParameters>[number]

export interface ParameterChanges {
  readonly set: readonly Wanted[]
  /** Names of those that this site has no use for any more. */
  readonly take: readonly string[]
  /** Whether a secret stays as it is, since nobody can compare it. */
  readonly keepsSecrets: boolean
}

/** Where each secret comes from, for whoever installs. */
export const secretVariables: Readonly<Record<string, string>> = {
  'database-password': 'CQUBE_REPLAY_NIFI_DATABASE_PASSWORD',
  'access-key': 'CQUBE_REPLAY_NIFI_S3_ACCESS_KEY_ID',
  'secret-key': 'CQUBE_REPLAY_NIFI_S3_SECRET_ACCESS_KEY',
}

export const secretsFrom = (environment: Readonly<Record<string, string | undefined>>) => {
  const valueOf = (name: string): string | null => {
    const value = environment[secretVariables[name] ?? '']
    return value === undefined || value === '' ? null : value
  }
  return {
    databasePassword: valueOf('database-password'),
    accessKey: valueOf('access-key'),
    secretKey: valueOf('secret-key'),
  }
}

/** Stands for a secret that is not there, to find out whether it is needed at all. */
const absent = '\0absent'

/**
 * What is to be sent. A secret that NiFi has is not sent again unless that is asked for: NiFi stops and starts what uses
 * it, and never tells whether it is the same.
 * @param known what the context holds; empty: there is none yet
 * @throws {ReplayError} USAGE naming the variables of secrets that are needed and missing
 */
export function parameterChanges(
  site: FlowSite,
  known: readonly Known[],
  secrets: {readonly [Key in keyof FlowSecrets]: string | null},
  sendsSecrets: boolean,
): ParameterChanges {
  const wanted = flowParameters(site, {
    databasePassword: secrets.databasePassword ?? absent,
    accessKey: secrets.accessKey ?? absent,
    secretKey: secrets.secretKey ?? absent,
  })
  const byName = new Map(known.map((parameter) => [parameter.name, parameter]))
  const isThere = ({name, value, isSensitive, description}: Wanted): boolean => {
    const found = byName.get(name)
    if (isSensitive) return found?.isSet === true && !sendsSecrets
    return found?.value === value && found.description === description
  }
  const set = wanted.filter((parameter) => !isThere(parameter))
  const lacking = set.filter(({value}) => value === absent).map(({name}) => secretVariables[name] ?? name)
  if (lacking.length > 0) {
    throw new ReplayError(
      'USAGE',
      `NiFi needs a secret that it does not have: set ${lacking.join(' and ')} for this command. Nothing was changed.`,
      {variables: lacking},
    )
  }
  const names = new Set(wanted.map(({name}) => name))
  return {
    set,
    take: known.map(({name}) => name).filter((name) => possible.has(name) && !names.has(name)),
    keepsSecrets: wanted.some((parameter) => parameter.isSensitive && isThere(parameter)),
  }
}

/** Every name that a flow of ours may have; what else is in the context was added by somebody, and stays. */
const possible: ReadonlySet<string> = new Set(
  [exampleSite, {...exampleSite, emission: {storage: 'local', directory: '/'} as const}].flatMap((site) =>
    flowParameters(site, {databasePassword: '-', accessKey: '-', secretKey: '-'}).map(({name}) => name),
  ),
)

export const isOurContext = (known: readonly Pick<Known, 'name'>[]): boolean =>
  known.length > 0 && known.every(({name}) => possible.has(name))
