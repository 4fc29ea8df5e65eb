export {wrapped} from '../core/wrapped.ts'

/** Aligned columns, two blanks between them; widths count characters. Heads that begin with `>` stand to the right. */
export function textTable(heads: readonly string[], rows: readonly (readonly string[])[], indent = ''): string {
  const columns = heads.map((head, index) => {
    const cells = [head.replace(/^>/, ''), ...rows.map((row) => row[index] ?? '')]
    return {isRight: head.startsWith('>'), width: Math.max(...cells.map((cell) => cell.length))}
  })
  const line = (cells: readonly string[]): string =>
    `${indent}${columns
      .map(({isRight, width}, index) =>
        isRight ? (cells[index] ?? '').padStart(width) : (cells[index] ?? '').padEnd(width),
      )
      .join('  ')}`.trimEnd()
  return [line(heads.map((head) => head.replace(/^>/, ''))), ...rows.map(line)].join('\n')
}
