import {createHash} from 'node:crypto'
import {ReplayError} from '../../src/core/replay-error.ts'
import type {Reports} from '../../src/ports.ts'

type Report = Parameters<Reports['publish']>[0]

export interface FakeReports extends Reports {
  /** The last report of each run that landed. */
  readonly published: ReadonlyMap<string, Report & {readonly commit: string}>
  /** One a push that changed anything. */
  readonly commits: readonly string[]
  failNext(times?: number): void
  /** The next push lands, but its answer is lost. */
  loseNextAnswer(): void
}

export function createFakeReports(): FakeReports {
  const published = new Map<string, Report & {commit: string}>()
  const commits: string[] = []
  let failures = 0
  let losesAnswer = false

  const refusePush = (runId: string): never => {
    throw new ReplayError('REPORT_NOT_PUSHED', `The fake remote did not confirm the report of run ${runId}.`)
  }

  return {
    published,
    commits,
    failNext: (times = 1) => {
      failures = times
    },
    loseNextAnswer: () => {
      losesAnswer = true
    },
    known: async () => [...published.values()].map(({record: {runId, ledger}}) => ({runId, ledger})),
    publish: async (report, requireRight = async () => undefined) => {
      const {runId} = report.record
      if (failures > 0) {
        failures--
        return refusePush(runId)
      }
      const known = published.get(runId)
      if (known?.json === report.json && known.markdown === report.markdown) return known.commit
      await requireRight()
      const commit = createHash('sha1').update(`${commits.length} ${runId}`).digest('hex')
      commits.push(commit)
      published.set(runId, {...report, commit})
      if (losesAnswer) {
        losesAnswer = false
        return refusePush(runId)
      }
      return commit
    },
  }
}
