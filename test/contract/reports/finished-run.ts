import {createGitReports, type GitReportsOptions} from '../../../src/adapters/git/report-branch.ts'
import {systemClock} from '../../../src/adapters/clock/system-clock.ts'
import {updateIndex} from '../../../src/core/report/index-page.ts'
import type {RunRecord} from '../../../src/core/run/run-record.ts'
import type {Reports} from '../../../src/ports.ts'
import type {GitRemote} from '../../support/git-remote.ts'

/** A run that found nothing to delete. */
export const finishedRun = (runId: string, overrides: Partial<RunRecord> = {}): RunRecord => ({
  runId,
  ledger: '7c1e',
  state: 'verified',
  failure: null,
  engine: 'postgres',
  runner: 'host-1',
  programVersion: '0.1.0',
  branch: 'main',
  commit: '0'.repeat(40),
  requestedAt: '2026-11-01T16:30:00.000Z',
  states: [],
  requests: [],
  leftOut: [],
  documents: [],
  deletions: [],
  holes: [],
  files: [],
  outputs: [],
  notes: [],
  ...overrides,
})

export const reportOf = (runId: string, note = 'first'): Parameters<Reports['publish']>[0] => ({
  record: finishedRun(runId),
  json: `${JSON.stringify({runId, note})}\n`,
  markdown: `# Run ${runId}\n\n${note}\n`,
})

export const reportsOf = (remote: GitRemote, overrides: Partial<GitReportsOptions> = {}): Reports =>
  createGitReports({
    directory: remote.checkout,
    settings: remote.settings,
    environment: remote.environment,
    clock: systemClock,
    updateIndex: (previous, record) => updateIndex(previous, record, {timeZone: 'Asia/Kolkata'}),
    ...overrides,
  })

/** Run ids in the index on the remote. */
export function indexedRuns(remote: GitRemote): string[] {
  const index = JSON.parse(remote.remoteFile('replay-reports', 'replay-reports/index.json') ?? '{"runs": []}') as {
    runs: {runId: string}[]
  }
  return index.runs.map(({runId}) => runId).sort()
}
