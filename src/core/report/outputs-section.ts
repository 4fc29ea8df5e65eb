import type {OutputAction, OutputRecord} from '../outputs/output-record.ts'
import {bullets, code, line, table, type Markdown} from './markdown.ts'

/** Rows of the table; report.json has all of them. */
const shownRows = 200

const none = line`–`

/** In the order in which a reader wants to see them. */
const words: Readonly<Record<OutputAction, Markdown>> = {
  failed: line`failed`,
  planned: line`not done yet`,
  kept: line`kept`,
  gone: line`was gone already`,
  stale: line`stale until files are loaded`,
  refreshed: line`refreshed`,
  written: line`written`,
  unchanged: line`was right already`,
  // Last, as they are many, alike, and told above.
  archived: line`archived`,
  off: none,
}
const order = Object.keys(words) as readonly OutputAction[]

const objects = (n: number): Markdown => line`${n} ${n === 1 ? 'object' : 'objects'}`

const count = (outputs: readonly OutputRecord[]): number => outputs.reduce((sum, {objects}) => sum + objects, 0)

function summary(outputs: readonly OutputRecord[]): Markdown[] {
  const of = (kind: OutputRecord['kind'], ...actions: readonly OutputAction[]): readonly OutputRecord[] =>
    outputs.filter((output) => output.kind === kind && actions.includes(output.action))
  const archived = of('object', 'archived')
  const where = archived[0]?.movedTo?.slice(0, -archived[0].name.length) ?? ''
  const lines: readonly (readonly [readonly OutputRecord[], (objects: number) => Markdown])[] = [
    [outputs.filter(({action}) => action === 'failed'), (n) => line`Failed: ${n}; the table says why.`],
    [
      archived,
      (n) =>
        line`Archived: ${objects(n)} of periods that have no row any more, each with its key below ${code(where)}.`,
    ],
    [
      of('object', 'kept'),
      (n) => line`Kept by ${code('outputs.stale')}: ${objects(n)} of periods that have no row any more.`,
    ],
    [of('object', 'stale'), (n) => line`Stale until files are loaded: ${objects(n)} of periods that still have rows.`],
    [of('spanning', 'stale'), (n) => line`Stale until files are loaded: ${objects(n)} of more than one period.`],
    [of('option file', 'written', 'unchanged'), (n) => line`Option files of the replay page: ${n}.`],
    [of('view', 'refreshed'), (n) => line`Materialized views refreshed: ${n}.`],
  ]
  const told = lines.filter(([found]) => found.length > 0).map(([found, text]) => text(count(found)))
  return told.length === 0 ? [] : [bullets(told)]
}

const rowOf = ({kind, name, dataSource, period, action, objects: n, detail}: OutputRecord): Markdown[] => [
  code(name),
  kind === 'spanning' ? objects(n) : line`${kind}`,
  dataSource === null ? none : code(dataSource),
  period === null ? none : line`${period}`,
  words[action],
  detail === null ? none : line`${detail}`,
]

/** What became of the objects that cQube's reports read. Empty for a run that looked at none. */
export function outputsSection(outputs: readonly OutputRecord[]): Markdown[] {
  if (outputs.some(({action}) => action === 'off')) {
    return [
      line`Outputs are not looked after, since ${code('outputs.directory')} is ${code('none')}: the reports of cQube show what was deleted until files are loaded.`,
    ]
  }
  if (outputs.length === 0) return []
  // Sorting keeps the order of the record, which is by kind, data source, period and name.
  const sorted = [...outputs].sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action))
  const rest = sorted.length - shownRows
  return [
    ...summary(outputs),
    table(['Name', 'Kind', 'Data source', 'Period', 'What became of it', 'Why'], sorted.slice(0, shownRows).map(rowOf)),
    ...(rest > 0 ? [line`And ${rest} more, which are in report.json.`] : []),
  ]
}

/** `outputs` of report.json. */
export const outputsJson = (outputs: readonly OutputRecord[]): unknown =>
  outputs.map(({kind, name, dataSource, period, action, movedTo, objects, detail}) => ({
    kind,
    name,
    dataSource,
    period,
    action,
    movedTo,
    objects,
    detail,
  }))
