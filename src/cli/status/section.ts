import type {Status} from '../../commands/status.ts'
import type {Settings} from '../../core/settings/settings.ts'

export interface StatusContext {
  readonly settings: Settings
  /** A moment on the clocks of the settings' zone, for people. */
  readonly at: (moment: string) => string
  /** Of the screen. */
  readonly columns: number
}

/** One block of `status`; null when there is nothing to tell. */
export type StatusSection = (status: Status, context: StatusContext) => string | null
