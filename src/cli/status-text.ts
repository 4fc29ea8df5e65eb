import type {Status} from '../commands/status.ts'
import {readableTime} from '../core/report/zoned-time.ts'
import type {Settings} from '../core/settings/settings.ts'
import {archiveSection} from './status/archive-section.ts'
import {holesSection} from './status/holes-section.ts'
import {ledgerSection} from './status/ledger-section.ts'
import {nextStartsSection} from './status/next-starts-section.ts'
import {pendingSection} from './status/pending-section.ts'
import {recentRunsSection} from './status/recent-runs-section.ts'
import {runningSection} from './status/running-section.ts'
import type {StatusSection} from './status/section.ts'
import {waitingSection} from './status/waiting-section.ts'
import {withdrawnSection} from './status/withdrawn-section.ts'

/** In the order of the screen: a section a file. */
const sections: readonly StatusSection[] = [
  ledgerSection,
  runningSection,
  pendingSection,
  waitingSection,
  nextStartsSection,
  withdrawnSection,
  holesSection,
  archiveSection,
  recentRunsSection,
]

export function statusText(status: Status, settings: Settings, columns: number): string {
  const at = (moment: string): string => readableTime(moment, settings.timeZone)
  const blocks = sections.map((section) => section(status, {settings, at, columns})).filter((block) => block !== null)
  return `${blocks.join('\n\n')}\n`
}
