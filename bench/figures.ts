/** One line of the table: a ratio or a time, and what it is to be. */
export interface Figure {
  /** `PostgreSQL 10`; empty where no database takes part. */
  readonly server: string
  readonly what: string
  /** In milliseconds, one for each side of the ratio. */
  readonly times: readonly Side[]
  readonly value: number
  readonly unit: 'ratio' | 'ms' | 'MB' | 'scans' | 'count'
  /** Null: reported for its own sake. */
  readonly target: {readonly atMost: number} | {readonly atLeast: number} | null
}

/** A measurement that could not be made, and why. */
export interface Skipped {
  readonly server: string
  readonly what: string
  readonly why: string
}

export type Line = Figure | Skipped

export interface Side {
  readonly name: string
  readonly ms: number
}

export const ratio = (server: string, what: string, of: Side, to: Side, target: Figure['target']): Figure => ({
  server,
  what,
  times: [of, to],
  value: of.ms / to.ms,
  unit: 'ratio',
  target,
})

export function meetsTarget({value, target}: Figure): boolean {
  if (target === null) return true
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}

const time = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`

function quantity(value: number, unit: Figure['unit']): string {
  switch (unit) {
    case 'ms':
      return time(value)
    case 'MB':
      return `${Math.round(value)} MB`
    case 'scans':
    case 'count':
      return String(value)
    case 'ratio':
      return `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ×`
  }
}

function verdict(figure: Figure): string {
  const {target, unit} = figure
  if (target === null) return '–'
  const wanted = 'atMost' in target ? `≤ ${bare(target.atMost, unit)}` : `≥ ${bare(target.atLeast, unit)}`
  return meetsTarget(figure) ? wanted : `**missed** ${wanted}`
}

const bare = (value: number, unit: Figure['unit']): string => (unit === 'ratio' ? `${value} ×` : quantity(value, unit))

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** @returns a Markdown table, one row a line, in the order given */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map((line) =>
    'why' in line
      ? row([line.what, line.server, line.why, '–', 'not measured'])
      : row([
          line.what,
          line.server,
          line.times.map(({name, ms}) => `${name} ${time(ms)}`).join(', '),
          quantity(line.value, line.unit),
          verdict(line),
        ]),
  )
  return [row(['what', 'server', 'medians', 'result', 'target']), '|---|---|---|---|---|', ...rows].join('\n')
}

/**
 * Puts text between two markers of a page.
 * @throws {Error} when the page lacks one of them
 */
export function between(page: string, marker: string, text: string): string {
  const [start, end] = [`<!-- ${marker} begin -->`, `<!-- ${marker} end -->`]
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`The page has no ${start} … ${end}.`)
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`
}
