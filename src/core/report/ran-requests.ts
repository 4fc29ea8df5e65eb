/** A request that a run has deleted something for, if only in part. */
export interface RanRequest {
  readonly runId: string
  readonly requestId: string
  /** Of the file that the report names first. */
  readonly blob: string
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const records = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRecord) : []
const nameOf = (documentNo: unknown, dataSource: unknown): string => `${String(documentNo)} ${String(dataSource)}`

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/**
 * The requests of a report.json with at least one deletion that was done. What cannot be read is left out: the branch is
 * ours, but others can write to it.
 */
export function ranRequests(reportJson: string): readonly RanRequest[] {
  const report = parsed(reportJson)
  if (!isRecord(report) || typeof report['runId'] !== 'string' || !/^[0-9A-Za-z-]{1,64}$/.test(report['runId']))
    return []
  const {runId} = report
  const done = new Set(
    records(report['deletions'])
      .filter(({state}) => state === 'DONE')
      .map(({documentNo, dataSource}) => nameOf(documentNo, dataSource)),
  )
  return records(report['requests']).flatMap(({requestId, blob, sources}) => {
    const hasRun = records(sources).some(
      ({dataSource, documents}) =>
        Array.isArray(documents) && documents.some((documentNo) => done.has(nameOf(documentNo, dataSource))),
    )
    return hasRun && typeof requestId === 'string' && typeof blob === 'string' ? [{runId, requestId, blob}] : []
  })
}
