import {byText} from '../plan/key-selection.ts'
import type {DeletionRecord, Introduction, RequestRecord, RunRecord} from '../run/run-record.ts'
import {sliceId, type Slice} from '../slice.ts'
import {approvalJson} from './approval-section.ts'
import {sourcesOf} from './attribution.ts'
import {filesJson} from './files-section.ts'
import {holesJson} from './holes-section.ts'
import {outcomeOf} from './outcome.ts'
import {outputsJson} from './outputs-section.ts'
import {totalsOf} from './totals.ts'
import {zonedTime} from './zoned-time.ts'

export interface ReportOptions {
  /** IANA name; every time of the report is on this zone's clocks. */
  readonly timeZone: string
}

type At = (moment: string | null) => string | null

/** Fields one by one here and below: a record read back from jsonb has its keys in another order. */
function sliceJson(slice: Slice): unknown {
  const head = {id: sliceId(slice), kind: slice.kind, dataSource: slice.dataSource}
  switch (slice.kind) {
    case 'months':
      return {...head, year: slice.year, months: slice.months}
    case 'dates':
      return {...head, from: slice.from, to: slice.to}
    case 'semesters':
      return {...head, academicYear: slice.academicYear, semesters: slice.semesters}
    case 'codes':
      return {...head, codes: slice.codes}
    case 'all':
      return head
  }
}

const introductionJson = ({commit, author, committedAt}: Introduction, at: At): unknown => ({
  commit,
  author,
  committedAt: at(committedAt),
})

const requestJson = (record: RunRecord, request: RequestRecord, at: At): unknown => ({
  requestId: request.requestId,
  paths: request.paths,
  blob: request.blob,
  introduction: request.introduction === null ? null : introductionJson(request.introduction, at),
  approval: approvalJson(request.approval, at),
  reason: request.reason,
  ticket: request.ticket,
  repeatOf: request.repeatOf,
  slices: request.slices.map(sliceJson),
  sources: sourcesOf(record, request).map((source) => ({
    dataSource: source.dataSource,
    documents: source.deletions.map(({documentNo}) => documentNo),
    deletedTogetherWith: source.deletedTogetherWith,
    sharedKeys: source.sharedKeys,
    tables: source.tables.map(({table, requested, deletion}) => ({table, requested, deletion})),
  })),
})

const deletionJson = (deletion: DeletionRecord, at: At): unknown => ({
  documentNo: deletion.documentNo,
  dataSource: deletion.dataSource,
  state: deletion.state,
  startedAt: at(deletion.startedAt),
  finishedAt: at(deletion.finishedAt),
  keys: deletion.keys,
  tables: deletion.tables.map(({table, position, expected, archived, deleted, rowsAfter, archiveTable}) => ({
    table,
    position,
    expected,
    archived,
    deleted,
    rowsAfter,
    archiveTable,
  })),
  sideEffects: deletion.sideEffects.map(({table, rows, siblings, siblingKeys}) => ({
    table,
    rows,
    siblings,
    siblingKeys,
  })),
  failure:
    deletion.failure === null
      ? null
      : {code: deletion.failure.code, message: deletion.failure.message, at: at(deletion.failure.at)},
  warnings: deletion.warnings,
})

/**
 * report.json, schemas/run-report.schema.json version 1. A pure function of the record: the same record and zone give
 * the same bytes, whichever runner builds it.
 * @returns JSON with two blanks a level and a line feed at the end
 */
export function reportJson(record: RunRecord, {timeZone}: ReportOptions): string {
  const at: At = (moment) => (moment === null ? null : zonedTime(moment, timeZone))

  return `${JSON.stringify(
    {
      version: 1,
      runId: record.runId,
      ledger: record.ledger,
      outcome: outcomeOf(record),
      state: record.state,
      failure: record.failure === null ? null : {code: record.failure.code, message: record.failure.message},
      timeZone,
      requestedAt: at(record.requestedAt),
      states: record.states.map(({state, at: moment, runner}) => ({state, at: at(moment), runner})),
      engine: record.engine,
      runner: record.runner,
      programVersion: record.programVersion,
      branch: record.branch,
      commit: record.commit,
      totals: totalsOf(record),
      requests: record.requests.map((request) => requestJson(record, request, at)),
      leftOut: [...record.leftOut]
        .sort((a, b) => byText(a.path, b.path))
        .map(({path, blob, requestId, reason, message}) => ({path, blob, requestId, reason, message})),
      documents: record.documents.map(({documentNo, key, sha256, bytes, emittedAt}) => ({
        documentNo,
        key,
        sha256,
        bytes,
        emittedAt: at(emittedAt),
      })),
      deletions: record.deletions.map((deletion) => deletionJson(deletion, at)),
      holes: holesJson(record.holes, at),
      files: filesJson(record.files, at),
      outputs: outputsJson(record.outputs),
      notes: record.notes,
    },
    null,
    2,
  )}\n`
}
