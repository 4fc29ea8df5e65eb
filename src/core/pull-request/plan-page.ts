import type {SideEffect} from '../plan/counts.ts'
import {isError} from '../problem.ts'
import {code, fenced, folded, joined, line, table, type Markdown} from '../report/markdown.ts'
import {readableTime} from '../report/zoned-time.ts'
import type {ChangePlan} from './change-plan.ts'
import {contractCommitBlocks} from './contract-commit.ts'
import {listed, problemLine, requestsOf, rowsOf, shortCommit, tableCells} from './page-parts.ts'
import type {PlanPageOptions} from './plan-page-options.ts'
import {requestBlock} from './request-block.ts'

export interface PlanPage {
  /** Parts in the order of their weight, what matters least last; each can stand alone. */
  readonly blocks: readonly Markdown[]
  /** What stands in place of the parts that did not fit. */
  readonly rest: (leftOut: number) => Markdown
}

/**
 * A plan for the people who are to agree to it: totals and deletions first, then each request, then what a run would
 * emit. Nothing that came from a request can become a link, an image, a heading, a mention or HTML in it.
 */
export function planPage(plan: ChangePlan, options: PlanPageOptions): PlanPage {
  const {requests} = plan
  const end = documentsBlocks(plan)
  return {
    blocks: [...headBlocks(plan, options), ...requests.map((request) => requestBlock(request, plan, options)), ...end],
    rest: (leftOut) => {
      const cut = Math.min(leftOut - end.length, requests.length)
      return cut > 0
        ? line`**${cut} of ${requestsOf(requests.length)} and the emission documents are not shown here;** ${options.whole}`
        : line`**The emission documents are not shown here;** ${options.whole}`
    },
  }
}

function headBlocks(plan: ChangePlan, options: PlanPageOptions): Markdown[] {
  const {timeZone} = options.settings
  return [
    headline(plan),
    line`Risk: **${plan.risk.level}**.${joined(
      plan.risk.because.map((why) => line` ${why}`),
      '',
    )}`,
    ...(plan.tables.length === 0 ? [] : [deletionsTable(plan)]),
    ...sideEffects(plan),
    ...contractCommitBlocks(options.contracts),
    ...listed('Problems in the files', byWeight(plan.problems).map(problemLine)),
    ...listed('To know', [
      ...(plan.isSettingsChanged
        ? [
            line`The change edits ${code('cqube-replay.yaml')}; this plan goes by the settings of branch ${code(plan.base.branch)}, not by the new ones.`,
          ]
        : []),
      ...plan.notes.map((note) => line`${note}`),
    ]),
    ...listed(
      'Nothing left to do',
      plan.settled.map(({path, runId}) => line`${code(path)}: run ${code(runId)} deleted what it selects`),
    ),
    ...listed(
      'Taken away: a run does nothing for these files any more',
      plan.removed.map((path) => code(path)),
    ),
    line`Counted ${readableTime(plan.plannedAt, timeZone)} in the database of ledger ${code(plan.ledger)}, for commit ${shortCommit(plan.head)}, by the settings of branch ${code(plan.base.branch)} (commit ${shortCommit(plan.base.commit)}). Nothing was changed there. Figures are grouped the Indian way: 12,50,340 is 1.25 million.`,
  ]
}

function headline({requests, totals: {rows}, isProposal, base}: ChangePlan): Markdown {
  const left = requests.filter(({refusal}) => refusal !== null).length
  const taken = requests.length - left
  const of = isProposal ? line`` : line` that ${taken === 1 ? 'is' : 'are'} pending on branch ${code(base.branch)}`
  const what = taken === 0 ? line`nothing` : line`${rowsOf(rows)} for ${requestsOf(taken)}${of}`
  const without = left === 0 ? line`` : line` ${requestsOf(left)} would be left out.`
  return line`## A run would delete ${what}.${without}`
}

function deletionsTable({tables, totals}: ChangePlan): Markdown {
  const [filled, empty] = [tables.filter(({rows}) => rows > 0), tables.filter(({rows}) => rows === 0)]
  const rows = filled.map((each) => [code(each.dataSource), ...tableCells(each)])
  const none =
    empty.length === 0 ? '' : `\n\nNo such rows in ${empty.map(({table: name}) => code(name).markdown).join(', ')}.`
  const all = [line`**All, each row once**`, line``, line`**${totals.rows}**`, line``]
  return {
    markdown: table(['Data source', 'Table', '>Rows deleted', '>Share of the table'], [...rows, all]).markdown + none,
  }
}

const effectLine = (dataSource: string, {table: name, rows, siblings, siblingKeys}: SideEffect): Markdown => {
  const more = siblings - siblingKeys.length
  const keys = joined(siblingKeys.map(code), ', ')
  return line`${code(dataSource)} also removes ${rowsOf(rows)} of ${code(name)} that ${siblings} ${siblings === 1 ? 'slice' : 'slices'} nobody selected have a share in: ${keys}${more > 0 ? line` and ${more} more` : line``}.`
}

const sideEffects = ({counts}: ChangePlan): Markdown[] =>
  listed(
    'Side effects',
    counts.flatMap(({dataSource, sideEffects: effects}) => effects.map((effect) => effectLine(dataSource, effect))),
  )

const byWeight = (problems: ChangePlan['problems']): ChangePlan['problems'] =>
  problems.toSorted((a, b) => Number(isError(b)) - Number(isError(a)))

const documentsBlocks = ({documents}: ChangePlan): Markdown[] =>
  documents.map(({key, content}) =>
    folded('Emission document that a run would write', [code(key), fenced('json', JSON.stringify(content, null, 2))]),
  )
