import {nearestWord} from '../document/nearest-word.ts'
import {refused} from './refusal.ts'
import type {Stem} from './stems.ts'

/**
 * Where the columns of a stem stand in a file. The order is free, as cQube reads fields by their names; capitals do not
 * matter.
 * @returns the position of each column's field in a line, by the stem's order of columns
 * @throws {ReplayError} FILE_REFUSED for a header that lacks, repeats or does not know a field
 */
export function readHeader(fields: readonly string[], stem: Stem): readonly number[] {
  const given = fields.map((field) => field.trim().toLowerCase())
  const known = [...stem.columns.map(({field}) => field), ...stem.dropped]
  const missing = stem.columns.filter(({field}) => !given.includes(field.toLowerCase())).map(({field}) => field)
  // A first line that is a pupil's and no header must not reach a log. Numbers alone, as the days of a month, prove nothing.
  const isHeader = stem.columns.some(({field}) => /^[a-z]/i.test(field) && !missing.includes(field))
  if (!isHeader) throw refused('HEADER_WRONG', `The first line names no field of ${stem.name}. No line was loaded.`)
  const unknown = fields.filter((_, index) => !known.some((name) => name.toLowerCase() === given[index]))
  const repeated = known.filter((name) => given.filter((field) => field === name.toLowerCase()).length > 1)
  if (missing.length + unknown.length + repeated.length > 0) {
    throw refused(
      'HEADER_WRONG',
      [
        `The header is not that of ${stem.name}`,
        ...(missing.length > 0 ? [`it lacks ${listOf(missing)}`] : []),
        ...(repeated.length > 0 ? [`it has ${listOf(repeated)} more than once`] : []),
        ...(unknown.length > 0 ? [`nobody knows its ${unknownWords(unknown, known)}`] : []),
      ].join('; ') + '. No line was loaded.',
    )
  }
  return stem.columns.map(({field}) => given.indexOf(field.toLowerCase()))
}

const shown = 5

const listOf = (names: readonly string[]): string =>
  names.slice(0, shown).join(', ') + (names.length > shown ? ` and ${names.length - shown} more` : '')

function unknownWords(fields: readonly string[], known: readonly string[]): string {
  const names = fields.map((field) => field.trim()).filter((field) => /^[a-z]\w{0,39}$/i.test(field))
  const others = fields.length - names.length
  const words = names.map((name) => {
    const near = nearestWord(name, known)
    return `"${name}"${near === null ? '' : ` (meant: ${near}?)`}`
  })
  return listOf([...words, ...(others > 0 ? [`${others} without a name`] : [])])
}
