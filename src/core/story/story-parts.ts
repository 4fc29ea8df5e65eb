import type {ArchivedTable} from '../archive/archived-table.ts'

/** One run in plain words; every text is of one line and may hold what authors wrote. */
export interface Story {
  readonly title: string
  /** What it came to, in a sentence or two. */
  readonly summary: string
  /** What happened, in order. */
  readonly events: readonly StoryEvent[]
  readonly parts: readonly StoryPart[]
}

export interface StoryPart {
  readonly heading: string
  readonly lines: readonly string[]
}

export interface StoryContext {
  readonly timeZone: string
  /** Where reports are, for people. */
  readonly reportsBranch: string
  /** What the archive holds, or held, of this run. */
  readonly archived: readonly ArchivedTable[]
  /** Days that an archive is kept; null: until somebody drops it. */
  readonly keptDays: number | null
}

export interface StoryEvent {
  /** On the clocks of the zone. */
  readonly at: string
  readonly text: string
}
