import {packKeys} from '../plan/pack-keys.ts'
import {sliceWords} from '../report/slice-words.ts'
import {sliceKeys, type Slice} from '../slice.ts'

/** Slices whose corrected files cQube would drop as too old. */
export interface OutsideRetention {
  readonly dataSource: string
  /** As a reader would say them. */
  readonly slices: readonly string[]
  /** Days after the deletion for which cQube takes them all the same. */
  readonly openForDays: number
  readonly retentionDays: number
}

/** Source: cQube release-3.7, `*_retention_*` and `*_filter_*` queries. */
const openForDays = 5
const dayMs = 86_400_000

const examDay = /^.{7}(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])([1-9]\d{3})/

/** First day on which rows of the slice key are no longer of it; null: its name tells no day. */
function endOf(dataSource: string, key: string): number | null {
  if (dataSource === 'crc') return Date.UTC(Number(key.slice(0, 4)), Number(key.slice(5)), 1)
  const [, day, month, year] = examDay.exec(key) ?? []
  return day === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day) + 1)
}

/**
 * Which slices lie outside of cQube's retention, so that their corrected files must be emitted soon after the deletion,
 * or need a longer retention first. The same rule as `reload_deadline` in holes.sql; a semester tells no day, and so is
 * never outside for sure.
 * @param retentionDays null: cQube's replay is not installed, and nothing is dropped
 * @param today YYYY-MM-DD
 */
export function outsideRetention(
  slices: readonly Slice[],
  retentionDays: number | null,
  today: string,
): OutsideRetention[] {
  if (retentionDays === null) return []
  const latest = Date.parse(today) + openForDays * dayMs
  return slices
    .filter(({dataSource}) => ['crc', 'periodic_assessment_test'].includes(dataSource))
    .flatMap((slice) => {
      const {dataSource, kind} = slice
      const late = sliceKeys(slice).filter((key) => {
        const end = endOf(dataSource, key)
        return end === null || end + retentionDays * dayMs < latest
      })
      const words = packKeys(kind, dataSource, new Set(late)).map(sliceWords)
      return late.length === 0 ? [] : [{dataSource, slices: words, openForDays, retentionDays}]
    })
}
