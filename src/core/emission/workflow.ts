import type {Slice} from '../slice.ts'
import type {DocumentPlan} from './merge.ts'
import {codeListName, cqubeSources} from './source-order.ts'

/** A file for the stock flow `data_replay_transformer`: schemas/emission-document-workflow.schema.json. */
export interface WorkflowDocument {
  readonly documentNo: number
  readonly dataSource: string
  readonly key: string
  readonly content: Readonly<Record<string, unknown>>
  readonly bytes: Uint8Array
}

/** A slice that the stock flow has no words for. */
export interface Unsayable {
  readonly slice: Slice
  readonly message: string
}

/** Keys and types as the flow reads them (cQube 3.7): months and semesters are numbers, `selection` at most 3 letters. */
function sectionOf(slice: Slice): Readonly<Record<string, unknown>> | string {
  if (!cqubeSources.some((source) => source === slice.dataSource)) {
    return `${slice.dataSource}: the stock flow routes cQube's ten data sources only; use emission format "documented".`
  }
  switch (slice.kind) {
    case 'months':
      return {year: String(slice.year), months: slice.months}
    case 'dates':
      return {from_date: slice.from, to_date: slice.to}
    case 'semesters':
      return slice.academicYear === null
        ? `${slice.dataSource}: the stock flow reads one academic year; name each one in the request instead of none.`
        : {academic_year: slice.academicYear, semesters: slice.semesters}
    case 'codes':
      return {[codeListName(slice.dataSource)]: slice.codes}
    case 'all':
      return {selection: 'yes'}
  }
}

/** @param runId begins with the run's time, e.g. `20261101T163000Z-4f2a` */
const startOf = (runId: string): number =>
  Date.parse(runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'))

const stampOf = (time: number): string => new Date(time).toISOString().slice(0, 19).replace(/\D/g, '')

/**
 * One file per data source and document, to be written one after the other, each awaited: the flow takes a file's first
 * word for the data source of all of it, and loses files that come together. Names carry the run's time (UTC), one
 * second further with each file, so that the same run and slices give the same names.
 * @returns `unsayable` is not empty when the stock flow cannot do all of it; nothing is to be emitted then
 */
export function workflowDocuments(
  runId: string,
  plans: readonly DocumentPlan[],
): {readonly documents: WorkflowDocument[]; readonly unsayable: Unsayable[]} {
  const documents: WorkflowDocument[] = []
  const unsayable: Unsayable[] = []
  for (const {documentNo, sections} of plans) {
    for (const {dataSource, slice} of sections) {
      const section = sectionOf(slice)
      if (typeof section === 'string') {
        unsayable.push({slice, message: section})
        continue
      }
      const content = {[dataSource]: section}
      const key = `data_replay/data_replay_${stampOf(startOf(runId) + documents.length * 1000)}.json`
      documents.push({documentNo, dataSource, key, content, bytes: new TextEncoder().encode(JSON.stringify(content))})
    }
  }
  return {documents, unsayable}
}
