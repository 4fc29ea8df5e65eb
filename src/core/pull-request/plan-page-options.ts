import type {Settings} from '../settings/settings.ts'
import type {ContractCommit} from './contract-commit.ts'

export interface PlanPageOptions {
  readonly settings: Pick<Settings, 'timeZone' | 'approval' | 'requireExpect'>
  readonly contracts: ContractCommit
  /** Where the whole plan is, as the end of a sentence; ours, not from a request. */
  readonly whole: string
}
