import {describe, expect, it} from 'vitest'
import {overlaps} from '../../../../src/core/request/overlaps.ts'
import type {ReplayRequest} from '../../../../src/core/request/request.ts'
import {read, requestFor} from './reading.ts'

function request(path: string, replay: string): ReplayRequest {
  const {request: found} = read(requestFor(replay), path)
  if (found === null) throw new Error(`${path} is not valid`)
  return found
}

describe('pending requests that overlap', () => {
  it('are told once for each data source of the later one', () => {
    const requests = [
      request('a.yaml', 'crc: {year: 2021, months: [1, 2, 3]}\nstatic: {selection: yes}'),
      request('b.yaml', 'crc: {year: 2021, months: [2, 3, 4]}\nstatic: {selection: yes}'),
      request('c.yaml', 'crc: {year: 2021, months: [3]}'),
    ]

    const problems = overlaps(requests)

    expect(problems.every(({severity}) => severity === 'warning')).toBe(true)
    expect(problems.map(({place, what}) => `${place.file} ${place.pointer}: ${what}`)).toMatchInlineSnapshot(`
      [
        "b.yaml /replay/crc: crc 2021-02 and 1 more is also selected by "a.yaml"; it is counted and deleted once.",
        "b.yaml /replay/static: static as a whole is also selected by "a.yaml"; it is counted and deleted once.",
        "c.yaml /replay/crc: crc 2021-03 is also selected by "a.yaml"; it is counted and deleted once.",
      ]
    `)
  })

  it('are not those of other months, days, codes or data sources', () => {
    const requests = [
      request(
        'a.yaml',
        'crc: {year: 2021, months: [1]}\ndiksha_tpd: {batch_id: [a]}\nsemester: {academic_year: 2020-21, semester: [1]}',
      ),
      request(
        'b.yaml',
        'crc: {year: 2020, months: [1]}\ndiksha_tpd: {batch_id: [b]}\nsemester: {academic_year: 2021-22, semester: [1]}',
      ),
      request('c.yaml', 'student_attendance: {year: 2021, months: [1]}\nsemester: {semester: [2]}'),
    ]

    expect(overlaps(requests)).toEqual([])
  })

  it('are those that share one day', () => {
    const requests = [
      request('a.yaml', 'diksha_summary_rollup: {from_date: 2021-01-01, to_date: 2021-01-31}'),
      request('b.yaml', 'diksha_summary_rollup: {from_date: 2021-01-31, to_date: 2021-02-02}'),
    ]

    expect(overlaps(requests).map(({what}) => what)).toEqual([
      'diksha_summary_rollup 2021-01-31 is also selected by "a.yaml"; it is counted and deleted once.',
    ])
  })

  it('are a semester of one academic year and of all, in either order', () => {
    const one = request('one.yaml', 'semester: {academic_year: 2020-21, semester: [1]}')
    const all = request('all.yaml', 'semester: {semester: [1]}')

    expect(overlaps([one, all]).map(({place}) => place.file)).toEqual(['all.yaml'])
    expect(overlaps([all, one]).map(({place}) => place.file)).toEqual(['one.yaml'])
  })
})
