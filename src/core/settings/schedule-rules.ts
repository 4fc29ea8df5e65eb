import {quote, type Rule} from '../document/section.ts'

/** The five fields of a cron pattern: minute, hour, day of the month, month, day of the week. */
const fields = [
  {name: 'minute', from: 0, to: 59, names: []},
  {name: 'hour', from: 0, to: 23, names: []},
  {name: 'day of the month', from: 1, to: 31, names: []},
  {name: 'month', from: 1, to: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')},
  {name: 'day of the week', from: 0, to: 7, names: 'SUN MON TUE WED THU FRI SAT'.split(' ')},
] as const

/** `*`, `5`, `1-5`, any of them with a step `/n`, and lists of those between commas. */
function isField(text: string, {from, to, names}: (typeof fields)[number]): boolean {
  const valueOf = (word: string): number => {
    const index = (names as readonly string[]).indexOf(word.toUpperCase())
    if (index >= 0) return index + from
    return /^[0-9]{1,2}$/.test(word) ? Number(word) : NaN
  }
  // Sunday has two numbers, so the days of the week are one fewer than their values.
  const most = Math.min(to - from + 1, from === 0 && to === 7 ? 7 : 60)
  const isStep = (step: string): boolean => /^[1-9][0-9]?$/.test(step) && Number(step) <= most
  const isValue = (word: string): boolean => valueOf(word) >= from && valueOf(word) <= to
  return text.split(',').every((part) => {
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0 || (step !== undefined && !isStep(step))) return false
    if (range === '*') return true
    const [first = '', last, ...rest] = range.split('-')
    if (rest.length > 0 || !isValue(first)) return false
    return last === undefined ? step === undefined : isValue(last) && valueOf(first) <= valueOf(last)
  })
}

/** A cron pattern of five fields. */
export const cronPattern: Rule<string> = (text) => {
  const words = text.trim().split(/\s+/)
  const wrong = fields.find((field, index) => !isField(words[index] ?? '', field))
  if (words.length === fields.length && wrong === undefined) return {value: words.join(' ')}
  const why =
    words.length === fields.length && wrong !== undefined
      ? `whose ${wrong.name} cannot be read`
      : `which has ${words.length} fields where a pattern has five`
  return {code: 'SETTINGS_CRON_INVALID', what: (key) => `\`${key}\` holds ${quote(text)}, ${why}.`}
}
