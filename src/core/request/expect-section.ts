import {quote, type Rule} from '../document/section.ts'
import {isMoment} from './calendar.ts'
import type {DataSources} from './data-sources.ts'
import type {RequestSection} from './request-section.ts'
import type {Expectation} from './request.ts'

const invalid = (text: string, why: string) =>
  ({code: 'EXPECT_INVALID', what: (key: string) => `\`${key}\` is ${quote(text)}, which is not ${why}.`}) as const

const moment: Rule<string> = (text) => (isMoment(text) ? {value: text} : invalid(text, 'a time with an offset'))
const ledgerId: Rule<string> = (text) =>
  /^[0-9a-f]{4,12}$/.test(text) ? {value: text} : invalid(text, 'the id of a ledger')
const rowCount: Rule<number> = (text) =>
  /^(0|[1-9][0-9]{0,14})$/.test(text) ? {value: Number(text)} : invalid(text, 'a number of rows in plain digits')

/**
 * Reads the row contract.
 * @param selected data sources that the request selects; null when that is not known because of other problems
 */
export function readExpect(
  root: RequestSection,
  sources: DataSources,
  selected: readonly string[] | null,
): Expectation | null {
  root.ignore('expect')
  if (!root.isFilled('expect')) {
    const what = 'The request has no row contract `expect`, without which a run refuses it under the default settings.'
    root.warn('EXPECT_MISSING', what, 'expect')
    return null
  }
  const section = root.child('expect')
  const before = section.problemCount()
  const given = ['planned_at', 'ledger', 'rows'].filter((key) => {
    section.ignore(key)
    if (!section.isFilled(key)) section.complain('EXPECT_INCOMPLETE', `\`expect\` lacks \`${key}\`.`)
    return section.isFilled(key)
  })
  const plannedAt = given.includes('planned_at') ? section.scalar('planned_at', moment, null) : null
  const ledger = given.includes('ledger') ? section.scalar('ledger', ledgerId, null) : null
  const rows = readRows(section.child('rows'), sources, selected === null)
  section.finish()
  if (selected !== null && section.problemCount() === before) compare(section, rows, selected)
  return plannedAt === null || ledger === null ? null : {plannedAt, ledger, rows}
}

/** @param isSpared unknown names are not told: they may be those that were wrong below `replay` too */
function readRows(section: RequestSection, sources: DataSources, isSpared: boolean): Readonly<Record<string, number>> {
  const rows: [string, number][] = []
  for (const key of section.keys) {
    const name = sources.find(key)?.name
    if (name === undefined) {
      if (isSpared) section.ignore(key)
      continue
    }
    const count = section.scalar(key, rowCount, null)
    if (count !== null) rows.push([name, count])
  }
  for (const name of sources.names) section.ignore(name)
  section.finish()
  return Object.fromEntries(rows)
}

function compare(section: RequestSection, rows: Readonly<Record<string, number>>, selected: readonly string[]): void {
  const named = Object.keys(rows)
  const differ = [
    ...selected.filter((name) => !named.includes(name)).map((name) => `lacks \`${name}\``),
    ...named.filter((name) => !selected.includes(name)).map((name) => `names \`${name}\`, which is not selected`),
  ]
  if (differ.length > 0) section.complain('EXPECT_ROWS_DIFFER', `\`rows\` ${differ.join(', and ')}.`, 'rows')
}
