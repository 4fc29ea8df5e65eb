import type {Plan} from '../commands/plan.ts'
import type {PlannedRequest} from '../commands/planned-request.ts'
import {totalRows} from '../core/plan/attribute.ts'
import type {SourceCount} from '../core/plan/counts.ts'

/** The facts of a plan for machines: what `plan --json` writes. */
export const planContent = (plan: Plan) => ({
  ledger: plan.ledger,
  plannedAt: plan.plannedAt,
  requests: plan.requests.map((request) => requestJson(request, plan.run.counts)),
  sideEffects: plan.run.counts.flatMap(({dataSource, sideEffects}) =>
    sideEffects.map((effect) => ({dataSource, ...effect})),
  ),
  totals: {...plan.totals, seconds: Math.ceil(plan.totals.seconds)},
  documents: plan.documents.map(({key, content}) => ({key, content})),
  waiting: plan.run.waiting,
  settled: plan.run.settled.map(({path, runId}) => ({path, runId})),
  written: plan.written,
  notes: plan.run.notes,
  problems: plan.problems,
})

const requestJson = (
  {request, files, slices, rows, refusal, contract}: PlannedRequest,
  counts: readonly SourceCount[],
) => ({
  paths: files.map(({path}) => path),
  requestId: request.id,
  reason: request.reason,
  ticket: request.ticket,
  repeatOf: request.repeatOf,
  slices,
  rows: totalRows(rows),
  tables: rows.map(({dataSource, table, expected}) => {
    const facts = counts
      .find((count) => count.dataSource === dataSource)
      ?.tables.find((candidate) => candidate.table === table)
    return {
      dataSource,
      table,
      rows: expected,
      tableRows: facts?.tableRows ?? null,
      tableRowsExact: facts?.tableRowsExact ?? null,
    }
  }),
  refusal,
  contract,
})
