import {wasDeletedFrom, type DeletedOutputs} from './deleted-periods.ts'
import {matchOutputKey} from './match-key.ts'
import {outputRecord, type OutputRecord} from './output-record.ts'
import {periodText} from './period.ts'

/** The folder of a key, three names deep at most: what a report tells of objects that are of no one period. */
const folderOf = (key: string): string => `${key.split('/').slice(0, -1).slice(0, 3).join('/')}/`

/**
 * What is to be looked at of a data source: each object of a period that the run deleted from, and, counted by folder,
 * the objects that span periods. Objects of other periods are not touched.
 * @param keys of the output store
 * @param archiveOf where an object would be archived
 */
export function planObjects(
  keys: Iterable<string>,
  deleted: DeletedOutputs,
  archiveOf: (key: string) => string,
): readonly OutputRecord[] {
  const {dataSource} = deleted
  const planned: OutputRecord[] = []
  const spanning = new Map<string, string[]>()
  for (const key of keys) {
    const matched = matchOutputKey(key)
    if (matched?.dataSource !== dataSource) continue
    const {period} = matched
    if (period === null) {
      const folder = spanning.get(folderOf(key))
      if (folder === undefined) spanning.set(folderOf(key), [key])
      else folder.push(key)
    } else if (wasDeletedFrom(period, deleted)) {
      const named = {kind: 'object', name: key, dataSource, period: periodText(period)} as const
      planned.push(outputRecord({...named, action: 'planned', movedTo: archiveOf(key)}))
    }
  }
  return [...planned, ...[...spanning].map(([folder, found]) => spanningRecord(dataSource, folder, found))]
}

const spanningRecord = (dataSource: string, folder: string, keys: readonly string[]): OutputRecord => {
  const [only = folder, ...others] = keys
  const name = others.length === 0 ? only : folder
  return outputRecord({kind: 'spanning', name, dataSource, objects: keys.length, action: 'stale'})
}

/** Where a run archives an object. */
export const archiveKey = (prefix: string, runId: string, key: string): string => `${prefix}/${runId}/${key}`
