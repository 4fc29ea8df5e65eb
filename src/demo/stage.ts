import {figure} from '../core/plan/figures.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {DemoCommands} from './site.ts'

export interface DemoStage {
  readonly commands: DemoCommands
  /** A paragraph. */
  readonly say: (text: string) => void
  /** Markdown for people at a terminal. */
  readonly show: (markdown: string) => void
  /** Runs a part of the story under its title and tells how long it took. Throws STOPPED when the user asked to stop. */
  readonly chapter: <T>(title: string, act: () => Promise<T>) => Promise<T>
  /** `YYYY-MM-DD` */
  readonly today: string
  /** Factor on the rows of the small state. */
  readonly scale: number
}

/** Whatever is said to have happened was looked up first; a figure that is not as it must be ends the demo. */
export function expectFigure(what: string, found: number, wanted: number): void {
  if (found === wanted) return
  throw new ReplayError('BUG', `${what}: ${figure(found)}, where it must be ${figure(wanted)}.`)
}

export const indented = (text: string): string => text.trimEnd().replace(/^/gm, '  ')
