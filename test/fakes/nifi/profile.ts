/** What differs from version to version, as far as a client meets it. */
export interface Profile {
  readonly version: string
  /** Up to 1.14 a field that is not known makes the whole request malformed. */
  readonly refusesUnknownFields: boolean
  /** 1.12 forgets the comments of a group that is created with some. */
  readonly keepsCommentsOfNewGroup: boolean
  readonly knowsRunOnce: boolean
  /** From 1.15 on. */
  readonly knowsInheritedContexts: boolean
  /** From 2.0 on a group start also takes what is still being validated. */
  readonly startsValidating: boolean
  /** Up to 2.6 a group's services are all told to start, the invalid ones as well. */
  readonly enablesInvalid: boolean
}

export const profiles: Readonly<Record<'1.12.1' | '1.28.1' | '2.6.0', Profile>> = {
  '1.12.1': {
    version: '1.12.1',
    refusesUnknownFields: true,
    keepsCommentsOfNewGroup: false,
    knowsRunOnce: false,
    knowsInheritedContexts: false,
    startsValidating: false,
    enablesInvalid: true,
  },
  '1.28.1': {
    version: '1.28.1',
    refusesUnknownFields: false,
    keepsCommentsOfNewGroup: true,
    knowsRunOnce: true,
    knowsInheritedContexts: true,
    startsValidating: false,
    enablesInvalid: true,
  },
  '2.6.0': {
    version: '2.6.0',
    refusesUnknownFields: false,
    keepsCommentsOfNewGroup: true,
    knowsRunOnce: true,
    knowsInheritedContexts: true,
    startsValidating: true,
    enablesInvalid: true,
  },
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Fields of the bodies that are sent to it, in NiFi 1.12.1: DTO classes and registry-data-model 0.7.0. */
const known: Readonly<Record<string, readonly string[]>> = {
  body: words(`id state components revision component processGroupRevision versionedFlowSnapshot position name
    disconnectedNodeAcknowledged`),
  revision: words('version clientId lastModifier'),
  processGroupRevision: words('version clientId lastModifier'),
  component: words(`id name comments position parameterContext parameters boundProcessGroups description
    flowfileConcurrency flowfileOutboundPolicy variables`),
  parameterContext: words('id component'),
  parameters: words('canWrite parameter name description sensitive value'),
  parameter: words('name description sensitive value referencingComponents'),
  position: words('x y'),
  versionedFlowSnapshot: words('flowContents parameterContexts externalControllerServices flowEncodingVersion'),
  flowContents: words(`identifier name comments position groupIdentifier componentType processGroups
    remoteProcessGroups processors inputPorts outputPorts connections labels funnels controllerServices variables
    parameterContextName flowFileConcurrency flowFileOutboundPolicy`),
  processors: words(`identifier name comments position groupIdentifier componentType type bundle style annotationData
    schedulingPeriod schedulingStrategy executionNode penaltyDuration yieldDuration bulletinLevel runDurationMillis
    concurrentlySchedulableTaskCount properties propertyDescriptors autoTerminatedRelationships scheduledState`),
  controllerServices: words(`identifier name comments position groupIdentifier componentType type bundle
    controllerServiceApis properties propertyDescriptors annotationData`),
  connections: words(`identifier name comments position groupIdentifier componentType source destination labelIndex
    zIndex selectedRelationships backPressureObjectThreshold backPressureDataSizeThreshold flowFileExpiration
    prioritizers bends loadBalanceStrategy partitioningAttribute loadBalanceCompression`),
  bundle: words('group artifact version'),
}

/** Maps of names that the user chooses: their keys are no fields, what they hold is. */
const maps = new Set(['properties', 'propertyDescriptors', 'style', 'variables', 'components', 'parameterContexts'])

/** @returns the first field that NiFi 1.12.1 would not know, as a path; null: none */
export function unknownField(value: unknown, key = 'body'): string | null {
  if (Array.isArray(value)) return first(value.map((item) => unknownField(item, key)))
  if (typeof value !== 'object' || value === null || maps.has(key)) return null
  const fields = known[key === 'processGroups' ? 'flowContents' : key]
  const entries = Object.entries(value)
  const wrong = fields === undefined ? undefined : entries.find(([name]) => !fields.includes(name))
  return wrong === undefined ? first(entries.map(([name, part]) => unknownField(part, name))) : `${key}.${wrong[0]}`
}

const first = (found: readonly (string | null)[]): string | null => found.find((path) => path !== null) ?? null
