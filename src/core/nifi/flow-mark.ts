import {createHash} from 'node:crypto'
import type {FlowSnapshot} from './bundles.ts'
import {flowVersion} from './replay-flow.ts'

/** What the comments of our group tell: which flow was installed, and how NiFi held it then. */
export interface FlowMark {
  /** Of the flow, whatever the site. */
  readonly flow: string
  /** Of the program that installed it. Null: the flow was imported by hand. */
  readonly program: string | null
  /** Digest of the flow for its site, before NiFi had it. */
  readonly wanted: string | null
  /** Version of NiFi at that time; a later one renames properties by itself. */
  readonly nifi: string | null
  /** Digest of the flow as NiFi held it then; null: not known. */
  readonly held: string | null
}

const shape =
  /Flow ([0-9a-f]{8})(?: of cqube-replay (\S+), for this site ([0-9a-f]{8}), in NiFi (\S+) as ([0-9a-f]{8}))?\.$/

/** For whoever opens the group in NiFi, and for the next installation. */
export const markText = ({flow, program, wanted, nifi, held}: {[Key in keyof FlowMark]: string}): string =>
  `Deletes what merged requests of cqube-replay ask for. Flow ${flow} of cqube-replay ${program}, for this site ${wanted}, in NiFi ${nifi} as ${held}.`

/** @returns null when the comments are not of a group of ours */
export function markOf(comments: string): FlowMark | null {
  const match = shape.exec(comments)
  if (match === null || !comments.startsWith('Deletes what merged requests of cqube-replay ask for.')) return null
  const [, flow = '', program = null, wanted = null, nifi = null, held = null] = match
  return {flow, program, wanted, nifi, held}
}

export const markFor = (of: {
  readonly program: string
  readonly nifi: string
  readonly wanted: FlowSnapshot
  readonly held: FlowSnapshot
}): string =>
  markText({
    flow: flowVersion,
    program: of.program,
    wanted: digestOf(of.wanted),
    nifi: of.nifi,
    held: digestOf(of.held),
  })

/** Where things stand on the canvas, whether they run, and what NiFi gives anew: none of it makes another flow. */
const leftOut = new Set([
  'position',
  'bends',
  'labels',
  'labelIndex',
  'zIndex',
  'style',
  'comments',
  'bundle',
  'controllerServiceApis',
  'propertyDescriptors',
  'scheduledState',
  'instanceIdentifier',
  'instanceGroupId',
  'groupId',
  'groupIdentifier',
])

/** Of the flow alone: its parameters are compared one by one. The same whatever the order in which NiFi lists the parts. */
export const digestOf = ({flowContents}: FlowSnapshot): string =>
  createHash('sha256')
    .update(canonical({...flowContents, name: '', parameterContextName: ''}))
    .digest('hex')
    .slice(0, 8)

/** Null and absent are the same: NiFi writes both. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([key, part]) => !leftOut.has(key) && part !== null && part !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join()}}`
}

/** `1.10.0` comes after `1.9.2`; what is behind the figures does not count. */
export function isLater(version: string, than: string): boolean {
  const figures = (text: string): readonly number[] => (/^[\d.]+/.exec(text)?.[0] ?? '0').split('.').map(Number)
  const [one, other] = [figures(version), figures(than)]
  const index = one.findIndex((figure, at) => figure !== (other[at] ?? 0))
  return index >= 0 && (one[index] ?? 0) > (other[index] ?? 0)
}
