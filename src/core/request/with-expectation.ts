import {isMap, isScalar, parseDocument, type Node, type Pair, type Scalar, type YAMLMap} from 'yaml'
import type {Expectation} from './request.ts'

interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * Puts the row contract into the text of a request file, YAML or JSON, and leaves every other character as it is. A
 * block that is there keeps its comments when it names the same data sources.
 * @param text of a file that reads as one mapping
 * @param expectation null: what stands there is emptied
 * @returns null where the text is no mapping
 */
export function withExpectation(text: string, expectation: Expectation | null): string | null {
  const document = parseDocument(text, {schema: 'failsafe', strict: false, uniqueKeys: false})
  const root = document.contents
  if (!isMap(root)) return null
  const pair = root.items.find(({key}) => isScalar(key) && String(key.value) === 'expect')
  if (expectation === null) {
    return pair === undefined ? text : spliced(text, [{...valueRange(text, pair), text: ' ""'}])
  }
  const inPlace = pair === undefined ? null : scalarSplices(pair, expectation)
  if (inPlace !== null) return spliced(text, inPlace)
  return spliced(text, [
    root.flow === true ? flowSplice(text, root, pair, expectation) : blockSplice(text, root, pair, expectation),
  ])
}

const spliced = (text: string, splices: readonly Splice[]): string =>
  [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((result, {from, to, text: piece}) => result.slice(0, from) + piece + result.slice(to), text)

const startOf = (node: unknown): number => (node as Node).range?.[0] ?? 0

/** Where a node's last character stands; the ranges of block collections reach over the comments that follow. */
function endOf(node: unknown): number {
  const collection = isMap(node) && node.flow !== true ? node.items.at(-1) : undefined
  if (collection !== undefined) return endOfPair(collection)
  return (node as Node).range?.[1] ?? 0
}

const endOfPair = ({key, value}: Pair): number => Math.max(endOf(key), value === null ? 0 : endOf(value))

/** From behind the colon to the end of the value. */
function valueRange(text: string, pair: Pair): {readonly from: number; readonly to: number} {
  const from = text.indexOf(':', endOf(pair.key)) + 1
  return {from, to: Math.max(from, endOfPair(pair))}
}

/** @returns null unless every value has a place already */
function scalarSplices({value: block}: Pair, {plannedAt, ledger, rows}: Expectation): Splice[] | null {
  const plannedNode = scalarAt(block, 'planned_at')
  const ledgerNode = scalarAt(block, 'ledger')
  const rowsNode = isMap(block) ? block.get('rows', true) : null
  const counts = Object.entries(rows).map(([dataSource, count]) => ({node: scalarAt(rowsNode, dataSource), count}))
  if (plannedNode === null || ledgerNode === null || !isMap(rowsNode) || rowsNode.items.length !== counts.length)
    return null
  const places = counts.flatMap(({node, count}) => (node === null ? [] : [splice(node, String(count))]))
  if (places.length < counts.length) return null
  return [splice(plannedNode, plannedAt), splice(ledgerNode, ledger, ledgerText(ledger)), ...places]
}

function scalarAt(map: unknown, key: string): Scalar | null {
  const node = isMap(map) ? map.get(key, true) : null
  return isScalar(node) &&
    String(node.value) !== '' &&
    ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'].includes(node.type ?? '')
    ? node
    : null
}

function splice(node: Scalar, value: string, plain = value): Splice {
  const quote = node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : null
  return {from: startOf(node), to: endOf(node), text: quote === null ? plain : `${quote}${value}${quote}`}
}

/** Other readers of YAML, editors among them, would take a ledger id such as 12345678 or 1e52 for a number. */
const ledgerText = (ledger: string): string => (/^[\de]+$/.test(ledger) ? `"${ledger}"` : ledger)

const blockLines = ({plannedAt, ledger, rows}: Expectation): readonly string[] => [
  'expect:',
  `  planned_at: ${plannedAt}`,
  `  ledger: ${ledgerText(ledger)}`,
  '  rows:',
  ...Object.entries(rows).map(([dataSource, count]) => `    ${dataSource}: ${count}`),
]

/** The row contract alone, as it is written into a file that has none. @param isJson one member of the file's object */
export const expectationText = (expectation: Expectation, isJson: boolean): string => {
  const {plannedAt, ledger, rows} = expectation
  return isJson
    ? `"expect": ${JSON.stringify({planned_at: plannedAt, ledger, rows}, null, 2)}`
    : blockLines(expectation).join('\n')
}

const lineBreakOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

function blockSplice(text: string, root: YAMLMap, pair: Pair | undefined, expectation: Expectation): Splice {
  const eol = lineBreakOf(text)
  const first = startOf(root.items[0]?.key)
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first).replace('\ufeff', '')
  const block = blockLines(expectation).join(`${eol}${indent}`)
  if (pair !== undefined) return {from: startOf(pair.key), to: valueRange(text, pair).to, text: block}
  // A comment at the end belongs to what is above it, so the block goes below; but above the mark that ends a document.
  const mark = /^\.\.\.(?=\s|$)/m.exec(text.slice(endOf(root)))
  const at = mark === null ? text.length : endOf(root) + mark.index
  const isLineBegin = at === 0 || text[at - 1] === '\n'
  return {from: at, to: at, text: `${isLineBegin ? '' : eol}${indent}${block}${eol}`}
}

function flowSplice(
  text: string,
  root: YAMLMap,
  pair: Pair | undefined,
  {plannedAt, ledger, rows}: Expectation,
): Splice {
  const value = {planned_at: plannedAt, ledger, rows}
  const open = startOf(root)
  const first = startOf(root.items[0]?.key)
  const [, indent] = /\n([ \t]*)$/.exec(text.slice(open, first)) ?? []
  const isOneLine = indent === undefined
  const json = isOneLine
    ? oneLine(value)
    : JSON.stringify(value, null, indent === '' ? 2 : indent).replaceAll('\n', `${lineBreakOf(text)}${indent}`)
  if (pair !== undefined) return {...valueRange(text, pair), text: ` ${json}`}
  const last = root.items.at(-1)
  const end = last === undefined ? open + 1 : endOfPair(last)
  const hasComma = /^\s*,/.test(text.slice(end))
  const comma = last === undefined || hasComma ? '' : ','
  const at = hasComma ? text.indexOf(',', end) + 1 : end
  return {from: at, to: at, text: `${comma}${isOneLine ? ' ' : `${lineBreakOf(text)}${indent}`}"expect": ${json}`}
}

const oneLine = ({
  planned_at,
  ledger,
  rows,
}: {
  planned_at: string
  ledger: string
  rows: Expectation['rows']
}): string => {
  const counts = Object.entries(rows).map(([dataSource, count]) => `${JSON.stringify(dataSource)}: ${count}`)
  return `{"planned_at": ${JSON.stringify(planned_at)}, "ledger": ${JSON.stringify(ledger)}, "rows": {${counts.join(', ')}}}`
}
