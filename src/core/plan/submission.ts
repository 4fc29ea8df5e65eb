import {createHash} from 'node:crypto'
import {documentedDocument} from '../emission/documented.ts'
import type {DocumentSection} from '../emission/merge.ts'
import {fileStems} from '../holes/files-to-emit.ts'
import {sliceRows} from '../holes/slice-rows.ts'
import type {Introduction, RequestRecord} from '../run/run-record.ts'
import type {Settings} from '../settings/settings.ts'
import {sliceId, sliceKeys} from '../slice.ts'
import {deletionRows, requestRows} from './attribute.ts'
import type {SourceCount} from './counts.ts'
import {selects} from './key-selection.ts'
import type {RunPlan, TakenRequest} from './run-plan.ts'

export type SubmissionSettings = Pick<
  Settings,
  'limits' | 'archive' | 'emission' | 'driftTolerancePercent' | 'stockReplayIgnoreAfterMinutes' | 'ingestion'
>

/** The documents of a plan as they are emitted, with the key and the hash of each. */
export function plannedDocuments(plan: RunPlan, runId: string, prefix: string) {
  return plan.documents.map((document) => {
    const {key, content, bytes} = documentedDocument(runId, document)
    return {
      documentNo: document.documentNo,
      key: key(prefix),
      content,
      bytes: new TextDecoder().decode(bytes),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }
  })
}

/** Everything that the ledger freezes of a plan: what is executed later is this, and nothing that changed since. */
export function buildSubmission(
  plan: RunPlan,
  runId: string,
  settings: SubmissionSettings,
  introductions: ReadonlyMap<string, Introduction | null>,
) {
  return {
    documents: plannedDocuments(plan, runId, settings.emission.prefix),
    deletions: plan.documents.flatMap(({documentNo, sections}) =>
      sections.map((section) => ({documentNo, ...deletionOf(section, plan, settings)})),
    ),
    requests: plan.taken.map((taken) => requestRecord(taken, plan.counts, introductions)),
    leftOut: plan.leftOut,
    notes: plan.notes,
  }
}

function deletionOf(section: DocumentSection, plan: RunPlan, settings: SubmissionSettings) {
  const {dataSource} = section
  const count = countOf(plan.counts, dataSource)
  const {rowsPerRun, tableShare, tableShareFromRows} = settings.limits
  const asked = keysByRequest(plan.taken, dataSource)
  const selected = new Set(section.keys)
  // A year that only one request names, but another's "every academic year" packs, is fenced for both.
  const keys = [...new Set([...section.keys, ...count.keys, ...asked.flatMap(({own}) => [...own])])]
    .filter((key) => selects(selected, key))
    .sort()
  return {
    dataSource,
    keys,
    maxRows: rowsPerRun,
    archive: settings.archive.enabled && !settings.archive.except.includes(dataSource),
    tolerancePercent: settings.driftTolerancePercent,
    ignoreOpenRowsAfterMinutes: settings.stockReplayIgnoreAfterMinutes,
    ignoreFilesAfterMinutes: settings.ingestion.ignoreOpenRowsAfterMinutes,
    fileStems: fileStems(dataSource),
    sliceRows: sliceRows(new Set(keys), count),
    sideEffects: count.sideEffects,
    tables: deletionRows(keys, count).map((rows) => {
      const facts = count.tables.find(({table}) => table === rows.table)
      const isLimited =
        section.slice.kind !== 'all' && facts?.transient === false && facts.tableRows >= tableShareFromRows
      const share = Math.floor((facts?.tableRows ?? 0) * tableShare)
      // Each request was judged alone; several together may take more of a table than one is allowed to.
      return {...rows, tableRows: facts?.tableRows ?? null, maxRows: isLimited ? Math.max(share, rows.expected) : null}
    }),
    requests: asked.flatMap(({request, own, sliceIdOf}) =>
      keys
        .filter((key) => selects(own, key))
        .map((key) => ({requestId: request.id, sliceId: sliceIdOf(key), key, repeatOf: request.repeatOf})),
    ),
  }
}

function keysByRequest(taken: readonly TakenRequest[], dataSource: string) {
  return taken
    .map(({request, slices}) => {
      const mine = slices
        .filter((slice) => slice.dataSource === dataSource)
        .map((slice) => ({id: sliceId(slice), keys: new Set(sliceKeys(slice))}))
      return {
        request,
        own: new Set(mine.flatMap(({keys}) => [...keys])),
        sliceIdOf: (key: string) => mine.find(({keys}) => selects(keys, key))?.id ?? '',
      }
    })
    .filter(({own}) => own.size > 0)
}

const countOf = (counts: readonly SourceCount[], dataSource: string): SourceCount =>
  counts.find((count) => count.dataSource === dataSource) ?? {dataSource, tables: [], sideEffects: [], keys: []}

function requestRecord(
  {request, files, slices, approval}: TakenRequest,
  counts: readonly SourceCount[],
  introductions: ReadonlyMap<string, Introduction | null>,
): RequestRecord {
  const [first] = files
  return {
    requestId: request.id,
    paths: files.map(({path}) => path),
    blob: first?.blob ?? '',
    introduction: introductions.get(first?.path ?? '') ?? null,
    approval,
    reason: request.reason,
    ticket: request.ticket,
    repeatOf: request.repeatOf,
    slices,
    rows: requestRows(slices, counts).map(({dataSource, table, expected}) => ({dataSource, table, expected})),
  }
}
