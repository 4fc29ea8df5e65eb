import {figure} from '../../core/plan/figures.ts'
import type {Clock} from '../../ports.ts'

/** How far one long work is. `total` null: nobody knows how much there is. */
export interface WorkProgress {
  readonly work: string
  readonly done: number
  readonly total: number | null
}

const barWidth = 24

/** `12 of 40`, or `12`. */
export const progressWords = ({work, done, total}: WorkProgress): string =>
  `${work}: ${figure(done)}${total === null ? '' : ` of ${figure(total)}`}`

/** `Counting tables: 12 of 40  [#######-----------------]  30 %`; without a total the words alone. */
export function progressBar(progress: WorkProgress): string {
  const {done, total} = progress
  if (total === null || total <= 0) return progressWords(progress)
  const share = Math.min(1, Math.max(0, done / total))
  const full = Math.floor(share * barWidth)
  return `${progressWords(progress)}  [${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]  ${Math.floor(share * 100)} %`
}

export const isOver = ({done, total}: WorkProgress): boolean => total !== null && done >= total

/**
 * Lets the first telling of a work through or not, and then one in a while.
 * @param startsAtOnce false: a work that is over sooner is never told of
 */
export function everyMs(ms: number, clock: Clock, startsAtOnce: boolean): (work: string) => boolean {
  let current: string | null = null
  let last = 0
  return (work) => {
    const now = clock.now().getTime()
    const isNew = work !== current
    const isDue = isNew ? startsAtOnce : now - last >= ms
    if (isNew || isDue) [current, last] = [work, now]
    return isDue
  }
}
