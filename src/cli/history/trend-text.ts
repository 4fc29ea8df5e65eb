import type {Trend} from '../../core/history/trend.ts'
import {figure} from '../../core/plan/figures.ts'
import {bar} from '../bars.ts'

/**
 * A bar a week or month; null when there are fewer than two to compare.
 * @param columns of the screen
 */
export function trendText({unit, bars}: Trend, columns: number, unicode: boolean): string | null {
  if (bars.length < 2) return null
  const most = Math.max(...bars.map(({rowsDeleted}) => rowsDeleted))
  const figures = bars.map(({rowsDeleted, runs}) => ({
    rows: figure(rowsDeleted),
    runs: runs === 0 ? '' : `${figure(runs)} ${runs === 1 ? 'run' : 'runs'}`,
  }))
  const rowsWidth = Math.max(...figures.map(({rows}) => rows.length))
  const runsWidth = Math.max(...figures.map(({runs}) => runs.length))
  const fromWidth = bars[0]?.from.length ?? 0
  const width = Math.max(10, Math.min(50, columns - fromWidth - rowsWidth - runsWidth - 8))
  const lines = bars.map(({from, rowsDeleted}, index) => {
    const {rows = '', runs = ''} = figures[index] ?? {}
    const drawn = most === 0 ? '' : bar(rowsDeleted / most, width, unicode)
    return `  ${from}  ${rows.padStart(rowsWidth)}  ${runs.padStart(runsWidth)}  ${drawn}`.trimEnd()
  })
  return [unit === 'week' ? 'Rows deleted in the week from' : 'Rows deleted in the month of', ...lines].join('\n')
}
