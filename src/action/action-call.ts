import type {Surroundings} from '../compose.ts'
import type {WorkflowEvent} from '../core/github/event.ts'
import type {Problem} from '../core/problem.ts'
import type {StoppableProcess} from '../entries/stop-points.ts'
import type {InputName, OutputName} from './registry.ts'

/** What a command of the Action sees of its workflow, and may leave there. */
export interface ActionCall {
  readonly input: (name: InputName) => string
  readonly event: WorkflowEvent
  /** Of the repository; empty: the event does not say. */
  readonly defaultBranch: string
  /** Name of the event, `owner/name` of the repository, and so on: the runner's variables, and the operator's own. */
  readonly environment: Surroundings['environment']
  /** Where the workflow began. */
  readonly directory: string
  /** Who runs, for people. */
  readonly runner: string
  readonly process: StoppableProcess
  readonly setOutput: (name: OutputName, value: string | number) => void
  /** Text for the log; no line of it is ever taken for a command of the workflow. */
  readonly log: (text: string) => void
  /** Puts problems beside their lines: as many of each kind as GitHub shows. */
  readonly annotate: (problems: readonly Problem[]) => void
  /** Adds Markdown to the summary of the job; cut at GitHub's limit with a word of what is left out. */
  readonly summarise: (markdown: string) => Promise<void>
}

/** @returns the exit code */
export type ActionCommand = (call: ActionCall) => Promise<number>
