import type {FlowSnapshot} from '../../core/nifi/bundles.ts'
import {digestOf, isLater, markOf, type FlowMark} from '../../core/nifi/flow-mark.ts'
import {handEdits, isOfOthers} from '../../core/nifi/hand-edits.ts'
import {flowVersion} from '../../core/nifi/replay-flow.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {NifiGroup} from '../../ports/nifi.ts'
import {ourGroup, type FlowWorld} from './flow-world.ts'

const editsShown = 4

/**
 * Why the flow of a group is to be replaced.
 * @param isForced replaces also what is refused otherwise
 * @returns a part of a sentence; null: it is what it should be
 * @throws {ReplayError} NIFI_REFUSED, NIFI_PERMISSION_MISSING, NIFI_FLOW_CHANGED, NIFI_FLOW_NEWER
 */
export async function whyReplace(
  world: FlowWorld,
  group: NifiGroup,
  wanted: FlowSnapshot,
  nifiVersion: string,
  isForced: boolean,
): Promise<string | null> {
  requireReplaceable(world, group)
  const mark = markOf(group.comments)
  const held = await world.nifi.flow.read(group.id)
  if (!isForced) refuse(world, mark, held, wanted, nifiVersion)
  if (mark === null) return 'it holds no flow of this program'
  if (mark.flow !== flowVersion)
    return `it holds the flow ${mark.flow}${mark.program === null ? '' : ` of cqube-replay ${mark.program}`}`
  if (mark.held === null) return 'it was imported by hand, or its installation was cut off'
  if (mark.nifi !== nifiVersion) return `it was installed in NiFi ${mark.nifi ?? ''}`
  if (mark.wanted !== digestOf(wanted)) return 'the site has other places now'
  return mark.held === digestOf(held) ? null : 'somebody changed it in NiFi'
}

/** @throws {ReplayError} NIFI_REFUSED, NIFI_PERMISSION_MISSING */
export function requireReplaceable(world: FlowWorld, {isVersioned, isWritable}: NifiGroup): void {
  if (isVersioned) {
    throw new ReplayError(
      'NIFI_REFUSED',
      `${ourGroup(world)} is under version control of a NiFi Registry, which lets nobody else replace its flow: stop version control for this group in NiFi. Nothing was changed.`,
    )
  }
  if (!isWritable) {
    throw new ReplayError(
      'NIFI_PERMISSION_MISSING',
      `${ourGroup(world)} may not be changed by this user: it lacks the right "modify the component" there. Nothing was changed.`,
    )
  }
}

function refuse(
  world: FlowWorld,
  mark: FlowMark | null,
  held: FlowSnapshot,
  wanted: FlowSnapshot,
  nifiVersion: string,
): void {
  if (mark === null) {
    if (!isOfOthers(held, wanted)) return
    const count = held.flowContents.processors.length
    throw new ReplayError(
      'NIFI_FLOW_CHANGED',
      `${ourGroup(world)} holds another flow, of ${count} processor${count === 1 ? '' : 's'}, which this program did not install. Nothing was changed.`,
    )
  }
  if (mark.program !== null && mark.flow !== flowVersion && isLater(mark.program, world.programVersion)) {
    throw new ReplayError(
      'NIFI_FLOW_NEWER',
      `The flow in ${withSmallLetter(ourGroup(world))} was installed by cqube-replay ${mark.program}, and this is ${world.programVersion}. Nothing was changed.`,
    )
  }
  const isComparable = mark.held !== null && mark.nifi === nifiVersion
  if (!isComparable || mark.held === digestOf(held)) return
  // Of another flow than ours of today nobody can say what was changed and what is merely older.
  const edits = mark.flow === flowVersion ? handEdits(held, wanted) : []
  const shown =
    edits.length > editsShown ? [...edits.slice(0, editsShown), `and ${edits.length - editsShown} more`] : edits
  const told = shown.length === 0 ? '' : `: ${shown.join('; ')}`
  throw new ReplayError(
    'NIFI_FLOW_CHANGED',
    `${ourGroup(world)} is not as it was installed, since somebody changed it in NiFi${told}. Nothing was changed.`,
    {edits},
  )
}

const withSmallLetter = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
