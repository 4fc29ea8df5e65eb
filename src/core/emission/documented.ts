import type {Slice} from '../slice.ts'
import type {DocumentPlan} from './merge.ts'
import {codeListName} from './source-order.ts'

/** An emission document in the `documented` format: schemas/emission-document.schema.json. */
export interface EmissionDocument {
  /** @param prefix without slashes at its ends, e.g. `cqube_replay` */
  readonly key: (prefix: string) => string
  readonly content: Readonly<Record<string, unknown>>
  /** `content` as UTF-8 JSON, two blanks a level, one line feed at the end. */
  readonly bytes: Uint8Array
}

const formatVersion = 1
const twoDigits = (value: number): string => String(value).padStart(2, '0')

function sectionOf(slice: Slice): Readonly<Record<string, unknown>> {
  switch (slice.kind) {
    case 'months':
      return {year: String(slice.year), months: slice.months.map(twoDigits)}
    case 'dates':
      return {from_date: slice.from, to_date: slice.to}
    case 'semesters':
      return {
        ...(slice.academicYear === null ? {} : {academic_year: slice.academicYear}),
        semester: slice.semesters,
      }
    case 'codes':
      return {[codeListName(slice.dataSource)]: slice.codes}
    case 'all':
      return {selection: 'yes'}
  }
}

/**
 * The ten-key JSON with only the selected data sources in it. `run_id` is first on purpose: the stock flow takes a file's
 * first word for its data source, so a document that ever got there would be routed nowhere and delete nothing.
 */
export function documentedDocument(runId: string, plan: DocumentPlan): EmissionDocument {
  const content = {
    run_id: runId,
    document: plan.documentNo,
    format_version: formatVersion,
    ...Object.fromEntries(plan.sections.map(({dataSource, slice}) => [dataSource, sectionOf(slice)])),
  }

  return {
    key: (prefix) => `${prefix}/${runId}_${twoDigits(plan.documentNo)}.json`,
    content,
    bytes: new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`),
  }
}
