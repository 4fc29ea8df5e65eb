import type {Settings} from '../settings/settings.ts'
import {failure, firstOf, note, ok, warning, type Finding} from './finding.ts'

export interface NifiFacts {
  readonly version: string
  readonly cluster: {readonly connected: number; readonly total: number} | null
  readonly user: string
}

export function nifiFinding({version, cluster, user}: NifiFacts): Finding {
  const found = `NiFi ${version}, which takes this runner for "${user}"`
  if (cluster === null) return ok(`${found}; it stands alone`)
  const nodes = `${cluster.connected} of the ${cluster.total} nodes of its cluster are connected`
  return cluster.connected === cluster.total
    ? ok(`${found}; ${nodes}`)
    : warning(`${found}; ${nodes}`, 'Bring the others back: NiFi lets nobody change a flow meanwhile.')
}

export interface RightsInNifi {
  readonly changeRoot: boolean | null
  readonly changeContexts: boolean | null
  readonly readFiles: boolean | null
  /** Of our group; null: it is not there yet. */
  readonly changeGroup: boolean | null
}

export function nifiRightsFinding({changeRoot, changeContexts, readFiles, changeGroup}: RightsInNifi): Finding {
  const asked: readonly (readonly [string, boolean | null])[] = [
    changeGroup === null
      ? ['make a group on the root canvas', changeRoot]
      : ['change the group of our flow', changeGroup],
    ['change parameter contexts', changeContexts],
    ['use processors that read files', readFiles],
  ]
  const named = (which: boolean | null): readonly string[] =>
    asked.filter(([, may]) => may === which).map(([what]) => what)
  const [denied, unknown] = [named(false), named(null)]
  if (denied.length > 0) {
    return warning(
      `This user may not ${denied.join(', nor ')}, which \`nifi install\` needs; a run needs less`,
      "Give the right in NiFi's policies, or install with another user (docs/nifi.md, Permissions).",
    )
  }
  return unknown.length === 0
    ? ok(`This user may ${named(true).join(', ')}`)
    : note(`NiFi does not say whether this user may ${unknown.join(', ')}`)
}

export interface FlowFinding {
  /** Null: there is no group. */
  readonly flow: string | null
  readonly troubles: readonly string[]
  /** Whether it cannot delete as it is. */
  readonly isHeldUp: boolean
}

export function flowFinding({flow, troubles, isHeldUp}: FlowFinding, engine: Settings['engine']): Finding {
  const [first, ...others] = troubles.map((trouble) => trouble.replace(/\.$/, ''))
  if (first === undefined) return ok(`The flow ${flow ?? ''} is there, and nothing is wrong with it`)
  const found = firstOf([first, ...others])
  const fix = '`cqube-replay nifi status` shows all of it.'
  if (!isHeldUp || engine === 'postgres') return warning(found, fix)
  return failure(flow === null ? 'NIFI_FLOW_MISSING' : 'NIFI_FLOW_FAILS', found, flow === null ? undefined : fix)
}

export interface Neighbours {
  readonly prefix: string
  /** Where the documents lie: a bucket or a directory. */
  readonly place: string
  /** Other parts of NiFi's flow that name the prefix, as NiFi calls them. */
  readonly namePrefix: readonly string[]
  readonly namePlace: readonly string[]
}

export function neighboursFinding({prefix, place, namePrefix, namePlace}: Neighbours): Finding {
  if (namePrefix.length > 0) {
    return warning(
      `Outside of our flow, "${prefix}" is named by ${firstOf(namePrefix)}: who takes a document from there may delete by it, without the ledger`,
      'Look at it in NiFi; take the prefix out of it, or give ours another one by `emission.prefix`.',
    )
  }
  const nobody = `Nothing that this user may see outside of our flow names "${prefix}"`
  return namePlace.length === 0
    ? ok(nobody)
    : note(
        `${nobody}; ${place} is also named by ${firstOf(namePlace)}: a lister of stock cQube lists all of it, and leaves alone what it does not route`,
      )
}

export interface LoadingGroupsFound {
  readonly missing: readonly string[]
  readonly several: readonly string[]
  readonly right: readonly string[]
}

export function loadingFinding({missing, several, right}: LoadingGroupsFound): Finding {
  const wrong = [
    ...missing.map((name) => `NiFi has no group "${name}"`),
    ...several.map((name) => `NiFi has several groups "${name}"`),
  ]
  return wrong.length > 0
    ? warning(firstOf(wrong), 'Correct `nifi.loading_groups`: a run starts only groups that are there once.')
    : ok(`Each is there once: ${right.join(', ')}`)
}
