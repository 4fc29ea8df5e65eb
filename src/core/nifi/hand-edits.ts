import type {FlowSnapshot, SnapshotComponent} from './bundles.ts'

const compared = [
  'schedulingPeriod',
  'schedulingStrategy',
  'executionNode',
  'penaltyDuration',
  'yieldDuration',
  'concurrentlySchedulableTaskCount',
] as const

/**
 * What somebody changed in the flow, a short sentence each. Properties are compared as far as this NiFi calls them by
 * the names that the flow was given with.
 */
export function handEdits(held: FlowSnapshot, wanted: FlowSnapshot): readonly string[] {
  const ours = partsOf(wanted)
  const theirs = partsOf(held)
  const missing = [...ours]
    .filter(([identifier]) => !theirs.has(identifier))
    .map(([, part]) => `"${nameOf(part)}" is gone`)
  const added = [...theirs]
    .filter(([identifier]) => !ours.has(identifier))
    .map(([, part]) => `"${nameOf(part)}" was added`)
  const changed = [...ours].flatMap(([identifier, part]) => {
    const other = theirs.get(identifier)
    const what = other === undefined ? [] : differences(part, other)
    return what.length === 0 ? [] : [`"${nameOf(part)}" has another ${what.join(', ')}`]
  })
  return [...missing, ...added, ...changed]
}

/** Whether the group holds parts of another flow than ours, and none of ours. */
export function isOfOthers(held: FlowSnapshot, wanted: FlowSnapshot): boolean {
  const ours = partsOf(wanted)
  const theirs = [...partsOf(held).keys()]
  const {processGroups} = held.flowContents
  return theirs.length + processGroups.length > 0 && !theirs.some((identifier) => ours.has(identifier))
}

const partsOf = ({flowContents}: FlowSnapshot): ReadonlyMap<string, SnapshotComponent> =>
  new Map(
    [...flowContents.processors, ...flowContents.controllerServices].map((part) => [textOf(part['identifier']), part]),
  )

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const nameOf = (part: SnapshotComponent): string => textOf(part['name'])

function differences(wanted: SnapshotComponent, held: SnapshotComponent): readonly string[] {
  const own = compared.filter(
    (key) => wanted[key] !== undefined && held[key] !== undefined && wanted[key] !== held[key],
  )
  const [given, found] = [propertiesOf(wanted), propertiesOf(held)]
  const properties = Object.keys(given).filter((key) => key in found && found[key] !== given[key])
  return [...own, ...properties]
}

/** What is secret comes out of NiFi empty, or not at all. */
const propertiesOf = (part: SnapshotComponent): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((part['properties'] ?? {}) as Readonly<Record<string, unknown>>).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  )
