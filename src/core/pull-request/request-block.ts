import {totalRows} from '../plan/attribute.ts'
import {code, joined, line, table, type Markdown} from '../report/markdown.ts'
import {sliceWords} from '../report/slice-words.ts'
import {readableTime} from '../report/zoned-time.ts'
import {retentionNote} from '../holes/files-to-emit.ts'
import type {OutsideRetention} from '../holes/outside-retention.ts'
import {approvalWords} from './approval-words.ts'
import type {ChangedRequest, ChangePlan} from './change-plan.ts'
import {contractBlocks} from './contract-blocks.ts'
import {tableCells} from './page-parts.ts'
import type {PlanPageOptions} from './plan-page-options.ts'
import {tableShare} from './table-share.ts'

const codes = (texts: readonly string[]): Markdown => joined(texts.map(code), ', ')

/** One request as one part of the page: what it deletes, why it would be left out, what its row contract says. */
export function requestBlock(changed: ChangedRequest, {counts}: ChangePlan, options: PlanPageOptions): Markdown {
  const {request, paths, rows} = changed
  const [path = request.path] = paths
  const tables = rows.map((each) => tableShare(each, counts))
  const filled = tables.filter((each) => each.rows > 0)
  const empty = tables.filter((each) => each.rows === 0)
  const all = [line`**All**`, line`**${totalRows(rows)}**`, line``]
  const blocks = [
    line`### ${code(path)}`,
    joined(
      [...facts(changed, options.settings), ...warnings(changed), ...approvalWords(changed, options.settings)].map(
        bullet,
      ),
      '\n',
    ),
    ...(filled.length === 0
      ? []
      : [table(['Table', '>Rows deleted', '>Share of the table'], [...filled.map(tableCells), all])]),
    ...(empty.length === 0 ? [] : [line`No such rows in ${codes(empty.map((each) => each.table))}.`]),
    ...contractBlocks(changed, options),
  ]
  return joined(blocks, '\n\n')
}

const bullet = (item: Markdown): Markdown => line`- ${item}`

const facts = ({request, paths, slices}: ChangedRequest, {timeZone}: PlanPageOptions['settings']): Markdown[] => [
  line`Why: ${request.reason}`,
  ...(request.ticket === null ? [] : [line`Ticket: ${code(request.ticket)}`]),
  ...(request.notBefore === null ? [] : [line`No run takes it before ${readableTime(request.notBefore, timeZone)}.`]),
  ...slices.map((slice) => line`What: ${code(slice.dataSource)}, ${sliceWords(slice)}`),
  ...(paths.length < 2
    ? []
    : [
        line`Same content, so the same request: ${codes(paths.slice(1, shownPaths))}${more(paths.length - shownPaths)}`,
      ]),
]

const shownPaths = 10
const more = (count: number): Markdown => (count > 0 ? line` and ${count} more` : line``)

function warnings({request, refusal, alreadyAt, rows, outsideRetention}: ChangedRequest): Markdown[] {
  const sources = [...new Set(rows.map(({dataSource}) => dataSource))]
  const empty = sources.filter((source) => totalRows(rows.filter(({dataSource}) => dataSource === source)) === 0)
  return [
    ...(refusal === null ? [] : [line`**Would be left out: ${code(refusal.reason)}.** ${refusal.message}`]),
    ...(request.repeatOf === null ? [] : [line`**Deletes again** what run ${code(request.repeatOf)} deleted.`]),
    ...(empty.length === 0 ? [] : [line`**Already empty:** there is no such row of ${codes(empty)} in any table.`]),
    ...(alreadyAt.length === 0
      ? []
      : [
          line`The branch asks for the same in ${codes(alreadyAt.slice(0, shownPaths))}${more(alreadyAt.length - shownPaths)}: it is deleted once.`,
        ]),
    ...outsideRetention.map(retentionWarning),
    ...sources.filter((source) => source === 'semester').map((source) => line`To know: ${retentionNote(source) ?? ''}`),
  ]
}

const retentionWarning = ({dataSource, slices, retentionDays, openForDays}: OutsideRetention): Markdown =>
  line`**Outside of cQube's retention:** ${code(dataSource)}, ${slices.slice(0, shownPaths).join('; ')}${more(slices.length - shownPaths)}. cQube drops rows older than ${retentionDays} days; this deletion lets them in for ${openForDays} days. Have the corrected files ready: emitted later, they are lost on their way.`
