import {figure} from '../plan/figures.ts'
import {readableTime} from '../report/zoned-time.ts'

export const counted = (count: number, word: string): string => `${figure(count)} ${word}${count === 1 ? '' : 's'}`

/** "1 row was", "12,50,340 rows were". */
export const rowsWord = (count: number): string => `${counted(count, 'row')} ${count === 1 ? 'was' : 'were'}`

/** "less than a second", "40 seconds", "2 minutes 5 seconds", "3 hours 20 minutes", "4 days". */
export function spanWords(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 1) return 'less than a second'
  if (seconds < 60) return counted(seconds, 'second')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return pair(counted(minutes, 'minute'), seconds % 60, 'second')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? pair(counted(hours, 'hour'), minutes % 60, 'minute') : counted(Math.round(hours / 24), 'day')
}

const pair = (large: string, rest: number, word: string): string =>
  rest === 0 ? large : `${large} ${counted(rest, word)}`

/** "2026-11-24 22:00:05": a story names its zone once. */
export const momentWords = (moment: string, timeZone: string): string => readableTime(moment, timeZone).slice(0, 19)

/** `Meera Nair <meera@example.org>` is "Meera Nair" to her colleagues. */
export const nameOf = (author: string): string => author.replace(/\s*<[^>]*>\s*$/, '') || author
