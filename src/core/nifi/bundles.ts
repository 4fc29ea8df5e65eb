/** Where a class comes from: the NAR that holds it. */
export interface Bundle {
  readonly group: string
  readonly artifact: string
  readonly version: string
}

export interface ServiceApi {
  readonly type: string
  readonly bundle: Bundle
}

/** A class that is installed; `apis` of a controller service. */
export interface InstalledType {
  readonly type: string
  readonly bundle: Bundle
  readonly apis: readonly ServiceApi[]
}

export interface SnapshotComponent {
  readonly type: string
  readonly bundle: Bundle
  readonly controllerServiceApis?: readonly ServiceApi[]
  readonly [key: string]: unknown
}

export interface SnapshotGroup {
  readonly name: string
  readonly processors: readonly SnapshotComponent[]
  readonly controllerServices: readonly SnapshotComponent[]
  readonly processGroups: readonly SnapshotGroup[]
  readonly [key: string]: unknown
}

/** NiFi's versioned flow, as `nifi/cqube-replay-flow.json` holds it. Only what is looked at here has a type. */
export interface FlowSnapshot {
  readonly flowContents: SnapshotGroup
  readonly [key: string]: unknown
}

export interface FilledSnapshot {
  readonly snapshot: FlowSnapshot
  /** Types that are not installed, as `type (artifact)`, each once; the snapshot keeps their bundles. */
  readonly missing: readonly string[]
}

/**
 * The same flow with the bundles of this installation. Where several versions of a NAR are installed, NiFi's own wins
 * over others, and of these the last that NiFi names.
 */
export function withBundles(
  snapshot: FlowSnapshot,
  installed: readonly InstalledType[],
  nifiVersion: string,
): FilledSnapshot {
  const missing = new Set<string>()

  const find = ({type, bundle}: SnapshotComponent): InstalledType | undefined => {
    const ofType = installed.filter((candidate) => candidate.type === type)
    const named = ofType.filter((candidate) => candidate.bundle.artifact === bundle.artifact)
    const candidates = named.length > 0 ? named : ofType
    return candidates.find((candidate) => candidate.bundle.version === nifiVersion) ?? candidates.at(-1)
  }

  const component = <T extends SnapshotComponent>(old: T): T => {
    const found = find(old)
    if (found === undefined) {
      missing.add(`${old.type} (${old.bundle.artifact})`)
      return old
    }
    if (old.controllerServiceApis === undefined) return {...old, bundle: found.bundle}
    const apis = old.controllerServiceApis.map((api) => found.apis.find(({type}) => type === api.type) ?? api)
    return {...old, bundle: found.bundle, controllerServiceApis: apis}
  }

  const group = (old: SnapshotGroup): SnapshotGroup => ({
    ...old,
    processors: old.processors.map(component),
    controllerServices: old.controllerServices.map(component),
    processGroups: old.processGroups.map(group),
  })

  const filled = {...snapshot, flowContents: group(snapshot.flowContents)}
  return {snapshot: filled, missing: [...missing]}
}
