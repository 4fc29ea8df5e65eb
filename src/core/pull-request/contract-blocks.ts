import {bySource} from '../emission/source-order.ts'
import type {Expectation} from '../request/request.ts'
import {expectationText} from '../request/with-expectation.ts'
import {code, fenced, line, table, type Markdown} from '../report/markdown.ts'
import type {ChangedRequest} from './change-plan.ts'
import type {PlanPageOptions} from './plan-page-options.ts'

/** What the row contract says, and the block that belongs into the file where it does not hold. */
export function contractBlocks({contract, paths}: ChangedRequest, {settings}: PlanPageOptions): Markdown[] {
  const isJson = paths[0]?.endsWith('.json') === true
  switch (contract.kind) {
    case 'not_judged':
      return []
    case 'holds':
      return [line`Row contract: holds.`]
    case 'missing': {
      const what = settings.requireExpect
        ? line`Row contract: **missing**, so a run would refuse the request. Put this into the file:`
        : line`Row contract: missing; the settings do not ask for one. It would be:`
      return [what, block(contract.wanted, isJson)]
    }
    case 'outdated': {
      const what = line`Row contract: **OUT OF DATE**. ${contract.because}`
      const numbers = compared(contract.before, contract.wanted)
      return [
        what,
        ...numbers,
        line`Put this into the file, in place of what stands there:`,
        block(contract.wanted, isJson),
      ]
    }
  }
}

const block = (wanted: Expectation, isJson: boolean): Markdown =>
  fenced(isJson ? 'json' : 'yaml', expectationText(wanted, isJson))

function compared(before: Expectation | null, wanted: Expectation): Markdown[] {
  if (before === null) return []
  const sources = [...new Set([...Object.keys(before.rows), ...Object.keys(wanted.rows)])].sort(bySource)
  const figureOf = (rows: number | undefined): Markdown => (rows === undefined ? line`–` : line`${rows}`)
  return [
    table(
      ['Data source', '>Rows in `expect`', '>Rows counted'],
      sources.map((source) => [code(source), figureOf(before.rows[source]), figureOf(wanted.rows[source])]),
    ),
  ]
}
