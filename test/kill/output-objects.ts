import {join} from 'node:path'
import {readFileSync} from 'node:fs'
import type pg from 'pg'
import {filesBelow, putObject} from '../support/output-site.ts'

const levels = ['district', 'block', 'cluster', 'school']

/** Objects of the months that requests select, by the month's slice key. */
const requested: Readonly<Record<string, readonly string[]>> = {
  '2020-03': levels.map((level) => `attendance/2019-20/3/${level}.json`),
  '2020-04': levels.map((level) => `attendance/2019-20/4/${level}.json`),
}

/** Objects beside them: of months that nobody selects, of a year that has other months, of no one period, of nobody. */
const neighbours = [
  'attendance/2019-20/5/district.json',
  'attendance/2020-21/3/district.json',
  'attendance/trend_line_chart/state_2019-20.json',
  'attendance/overall/district.json',
  'comp_block.json',
]

/** An object's text is its key. */
export function putObjects(outputs: string): void {
  for (const key of [...Object.values(requested).flat(), ...neighbours]) putObject(outputs, key, key)
}

/** What must not be at the end of a trial, in words: an object lost, changed, there twice, or moved without a reason. */
export async function outputFaults(outputs: string, client: pg.Client): Promise<readonly string[]> {
  const {rows} = await client.query<{month: string}>(
    `select distinct year || '-' || lpad(month::text, 2, '0') as month from school_student_total_attendance`,
  )
  const loaded = rows.map(({month}) => month)
  const found = filesBelow(outputs)
  const placesOf = (key: string): readonly string[] =>
    found.filter((place) => place === key || place.endsWith(`/${key}`))
  const faults: string[] = []
  for (const [month, keys] of Object.entries(requested)) {
    for (const key of keys) {
      const places = placesOf(key)
      if (places.length !== 1) faults.push(`${key} is at ${places.length} places: ${places.join(' ')}.`)
      if (places.includes(key) && !loaded.includes(month)) faults.push(`${key} has no row and was left.`)
    }
  }
  return [
    ...faults,
    ...neighbours.filter((key) => placesOf(key).join() !== key).map((key) => `${key} was moved.`),
    ...found
      .filter(
        (place) => !place.startsWith('data_replay/') && !place.endsWith(readFileSync(join(outputs, place), 'utf8')),
      )
      .map((place) => `${place} holds another object.`),
  ]
}
