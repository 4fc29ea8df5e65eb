import {textTable} from './text-table.ts'

const entities: Readonly<Record<string, string>> = {'&#96;': '`', '&#124;': '|'}

const plain = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/\*\*([^*]*)\*\*/g, '$1')
    .replace(/^#+ /, '')
    .replace(/&#(?:96|124);/g, (entity) => entities[entity] ?? entity)

const cellsOf = (row: string): string[] =>
  row
    .replace(/^\| | \|$/g, '')
    .split(' | ')
    .map(plain)

function tableOf([heads = '', alignment = '', ...rows]: readonly string[]): string {
  const isRight = cellsOf(alignment).map((cell) => cell.endsWith(':'))
  return textTable(
    cellsOf(heads).map((head, index) => (isRight[index] === true ? `>${head}` : head)),
    rows.map(cellsOf),
  )
}

/** A page of core/report/markdown.ts for a terminal: tables with aligned columns, no marks. */
export const plainMarkdown = (markdown: string): string =>
  markdown
    .trimEnd()
    .split('\n\n')
    .map((block) => (block.startsWith('| ') ? tableOf(block.split('\n')) : block.split('\n').map(plain).join('\n')))
    .join('\n\n')
