import type {GitRemote} from '../git-remote.ts'

/** Puts the report of a run that deleted what a file of `main` asks for onto the reports branch. @returns its id */
export function reportRun(remote: GitRemote, path: string): string {
  const runId = '20261120T101500-7c1e'
  const blob = remote.git(['rev-parse', `main:${path}`])
  const report = {
    runId,
    requests: [{requestId: 'a request', blob, sources: [{dataSource: 'crc', documents: [1]}]}],
    deletions: [{documentNo: 1, dataSource: 'crc', state: 'DONE'}],
  }
  const text = JSON.stringify(report)
  remote.commit({[`replay-reports/2026/${runId}/report.json`]: text}, {branch: 'replay-reports'})
  return runId
}
