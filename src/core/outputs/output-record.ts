/** `object`: one key; `spanning`: the objects of a folder that are of no one period; `store`: the whole of it. */
export type OutputKind = 'option file' | 'view' | 'object' | 'spanning' | 'store'

/** What was done. Closed list; machines may branch on it. */
export const outputActions = [
  'planned',
  'written',
  'unchanged',
  'refreshed',
  'archived',
  'kept',
  'stale',
  'gone',
  'failed',
  'off',
] as const
export type OutputAction = (typeof outputActions)[number]

/** One thing that cQube's reports read, and what became of it. */
export interface OutputRecord {
  readonly kind: OutputKind
  /** A key of the output store, a folder of it, or the name of a view. */
  readonly name: string
  /** Null for what belongs to no one data source. */
  readonly dataSource: string | null
  /** For people, as `periodText` gives it; null without one. */
  readonly period: string | null
  readonly action: OutputAction
  /** Where it was archived; null when it was not. */
  readonly movedTo: string | null
  /** How many objects this is about. */
  readonly objects: number
  /** Full sentences where the action alone does not tell why; else null. */
  readonly detail: string | null
}

/** An object to be looked at. `movedTo` is where it would be archived, so that no change of the settings loses it half-way. */
export type PlannedObject = OutputRecord & {readonly movedTo: string}

/** A record of one thing with nothing more to tell. */
export const outputRecord = (
  of: Pick<OutputRecord, 'kind' | 'name' | 'action'> & Partial<OutputRecord>,
): OutputRecord => ({dataSource: null, period: null, movedTo: null, objects: 1, detail: null, ...of})
