import type {SourceOptions} from '../../core/options/source-options.ts'
import {isDate} from '../../core/request/calendar.ts'
import {sliceKeys} from '../../core/slice.ts'
import type {Questions} from '../../ports/questions.ts'

/** The first and the last day. @returns every day between them, with rows or without */
export async function askDates(
  questions: Questions,
  {dataSource, options}: Pick<SourceOptions, 'dataSource' | 'options'>,
): Promise<readonly string[]> {
  const [first, last] = [options[0]?.key ?? '', options.at(-1)?.key ?? '']
  const isDay = (answer: string): string | null =>
    isDate(answer) ? null : `${JSON.stringify(answer)} is not a day of the calendar; write it as YYYY-MM-DD.`
  const from = await questions.input(`${dataSource}: first day (there are ${first} to ${last})`, first, isDay)
  const to = await questions.input(
    `${dataSource}: last day, which is deleted, too`,
    last,
    (answer) => isDay(answer) ?? (answer < from ? `It lies before the first day, ${from}.` : null),
  )
  return sliceKeys({kind: 'dates', dataSource, from, to})
}
