import {errorCatalogue} from '../error-catalogue.ts'
import {byText} from '../plan/key-selection.ts'
import type {DeletionRecord, RunRecord} from '../run/run-record.ts'
import {addFigures} from './attribution.ts'
import {filesSection} from './files-section.ts'
import {holesSection} from './holes-section.ts'
import {bullets, code, joined, line, page, table, type Markdown} from './markdown.ts'
import {isDone, outcomeOf, outcomeWords} from './outcome.ts'
import {outputsSection} from './outputs-section.ts'
import type {ReportOptions} from './report-json.ts'
import {codes, figureOrNone, requestBlocks} from './request-section.ts'
import {totalsOf} from './totals.ts'
import {vacuumStatements, whyVacuum} from './vacuum-advice.ts'
import {readableTime} from './zoned-time.ts'

type At = (moment: string) => Markdown

const section = (title: string, body: readonly (Markdown | null)[]): (Markdown | null)[] =>
  body.length === 0 ? [] : [line`## ${title}`, ...body]

const list = (items: readonly Markdown[]): Markdown[] => (items.length === 0 ? [] : [bullets(items)])

function totalsTable(record: RunRecord): Markdown {
  const {sources, ...total} = totalsOf(record)
  return table(
    ['Data source', '>Requests', '>Deletions done', '>Expected', '>Archived', '>Deleted', '>Left afterwards'],
    [
      ...sources.map((source) => [
        code(source.dataSource),
        line`${source.requests}`,
        line`${source.deletionsDone} of ${source.deletions}`,
        line`${source.expected}`,
        figureOrNone(source.archived),
        figureOrNone(source.deleted),
        figureOrNone(source.rowsAfter),
      ]),
      [
        line`**All, each row once**`,
        line`${total.requests}`,
        line`${total.deletionsDone} of ${total.deletions}`,
        line`${total.expected}`,
        line`${total.archived}`,
        line`${total.deleted}`,
        figureOrNone(addFigures(record.deletions.flatMap(({tables}) => tables)).rowsAfter),
      ],
    ],
  )
}

/** Nothing for a code that only the database knows. */
const fixOf = (errorCode: string): Markdown =>
  Object.hasOwn(errorCatalogue, errorCode)
    ? line` ${errorCatalogue[errorCode as keyof typeof errorCatalogue].fix}`
    : line``

function failures(record: RunRecord, at: At): Markdown[] {
  const {deletions, deletionsDone} = totalsOf(record)
  const why = (failed: {readonly code: string; readonly message: string}): Markdown =>
    line`${code(failed.code)}: ${failed.message}${fixOf(failed.code)}`

  const ofRun =
    record.failure === null
      ? []
      : [
          line`The run stopped in state ${code(record.state)}. ${why(record.failure)}`,
          line`What is left: ${deletionsDone} of ${deletions} deletions were done and stay done; each of the others left every row in place.`,
        ]
  const ofDeletions = record.deletions
    .filter((deletion) => !isDone(deletion) || deletion.failure !== null)
    .map(({documentNo, dataSource, state, failure}) => {
      const where = line`Deletion of ${code(dataSource)} in document ${documentNo}, state ${code(state)}`
      const left = line`${state === 'DONE' ? 'It was done all the same.' : 'None of its rows was deleted.'}`
      return failure === null ? line`${where}. ${left}` : line`${where}, ${at(failure.at)}. ${left} ${why(failure)}`
    })
  return [...ofRun, ...ofDeletions]
}

const sideEffects = (deletion: DeletionRecord): Markdown[] =>
  deletion.sideEffects.map(({table: name, rows, siblings, siblingKeys}) => {
    const more = siblings - siblingKeys.length
    const verb = isDone(deletion) ? 'took' : 'would have taken'
    return line`${code(deletion.dataSource)}, document ${deletion.documentNo}: ${verb} ${rows} rows of ${code(name)} that ${siblings} slices nobody selected have a share in: ${codes(siblingKeys)}${more > 0 ? line` and ${more} more` : line``}.`
  })

/** A sentence for each table whose figures are not what a reader takes for granted. */
const surprises = ({dataSource, tables}: DeletionRecord): Markdown[] =>
  tables.flatMap(({table: name, expected, deleted, rowsAfter}) => [
    ...(deleted === null || deleted === expected
      ? []
      : [
          line`${code(dataSource)}: ${expected} rows of ${code(name)} were expected and ${deleted} deleted; ${code('drift_tolerance_percent')} allowed the difference.`,
        ]),
    ...(rowsAfter === null || rowsAfter === 0
      ? []
      : [
          line`${code(dataSource)}: ${rowsAfter} rows were in ${code(name)} when it was counted again: they arrived after the deletion.`,
        ]),
  ])

function vacuumAdvice({deletions}: RunRecord): Markdown[] {
  const statements = vacuumStatements(deletions)
  return statements.length === 0 ? [] : [line`${whyVacuum} ${joined(statements.map(code), ', ')}.`]
}

const attention = (record: RunRecord): Markdown[] => [
  ...record.deletions.flatMap(surprises),
  ...record.deletions.flatMap(({warnings, dataSource}) =>
    warnings.map((warning) => line`${code(dataSource)}: ${warning}`),
  ),
  ...record.notes.map((note) => line`${note}`),
  ...vacuumAdvice(record),
]

const documentsTable = (record: RunRecord, at: At): Markdown =>
  table(
    ['>No', 'Key', '>Bytes', 'SHA-256', 'Emitted'],
    record.documents.map(({documentNo, key, bytes, sha256, emittedAt}) => [
      line`${documentNo}`,
      code(key),
      line`${bytes}`,
      code(sha256),
      emittedAt === null ? line`not emitted` : at(emittedAt),
    ]),
  )

const deletionsTable = (record: RunRecord, at: At): Markdown =>
  table(
    ['>Document', 'Data source', 'State', '>Expected', '>Archived', '>Deleted', '>Left afterwards', 'Finished'],
    record.deletions.map(({documentNo, dataSource, state, tables, finishedAt}) => {
      const {expected, archived, deleted, rowsAfter} = addFigures(tables)
      return [
        line`${documentNo}`,
        code(dataSource),
        code(state),
        line`${expected}`,
        figureOrNone(archived),
        figureOrNone(deleted),
        figureOrNone(rowsAfter),
        finishedAt === null ? line`–` : at(finishedAt),
      ]
    }),
  )

function summary(record: RunRecord): Markdown {
  const {requests, leftOut, deletions, deletionsDone, deleted, archived} = totalsOf(record)
  return line`Requests taken: ${requests}, left out: ${leftOut}. Deletions done: ${deletionsDone} of ${deletions}. Rows deleted: ${deleted}, of which archived: ${archived}.`
}

/**
 * report.md: the same facts as report.json, for people. Nothing that came from a request can become a link, an image, a
 * heading, a mention or HTML in it: see markdown.ts.
 */
export const reportMarkdown = (record: RunRecord, options: ReportOptions): string => page(reportBlocks(record, options))

/** The parts of report.md, what matters most first. */
export function reportBlocks(record: RunRecord, {timeZone}: ReportOptions): Markdown[] {
  const at: At = (moment) => line`${readableTime(moment, timeZone)}`
  const leftOut = [...record.leftOut].sort((a, b) => byText(a.path, b.path))
  const steps = record.states.map(({state, at: moment, runner}) => [code(state), at(moment), code(runner)])

  return [
    line`# ${outcomeWords[outcomeOf(record)]} (run ${code(record.runId)})`,
    summary(record),
    line`Requested ${at(record.requestedAt)} on commit ${code(record.commit)} of branch ${code(record.branch)}. Times are those of ${code(timeZone)}. Figures are grouped the Indian way: 12,50,340 is 1.25 million.`,
    record.deletions.length === 0 ? null : totalsTable(record),
    ...section('What failed', list(failures(record, at))),
    ...section('What to emit, and by when', holesSection(record.holes, at)),
    ...section('Files loaded', filesSection(record.files, at)),
    ...section('To look at', list(attention(record))),
    ...section(
      'Requests',
      record.requests.flatMap((request, index) => requestBlocks(record, request, index + 1, timeZone)),
    ),
    ...section('Side effects', list(record.deletions.flatMap(sideEffects))),
    ...section(
      'Left out',
      list(leftOut.map(({path, reason, message}) => line`${code(path)}: ${code(reason)}: ${message}`)),
    ),
    ...section('Deletions', record.deletions.length === 0 ? [] : [deletionsTable(record, at)]),
    ...section('Outputs', outputsSection(record.outputs)),
    ...section('Emission documents', record.documents.length === 0 ? [] : [documentsTable(record, at)]),
    ...section('Timeline', [table(['State', 'Reached', 'By'], steps)]),
    line`Engine ${code(record.engine)}, cqube-replay ${code(record.programVersion)}, ledger ${code(record.ledger)}. Archive tables and slice keys are in report.json.`,
  ].filter((block) => block !== null)
}
