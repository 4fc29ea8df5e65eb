import {describe, expect, test} from 'vitest'
import {maxBytes} from '../../../../src/core/document/limits.ts'
import {readRequest} from '../../../../src/core/request/read-request.ts'
import {hostileRequests} from '../../../support/hostile-requests.ts'
import {context} from './reading.ts'

describe('a hostile request within the limits', () => {
  test.each(hostileRequests.filter(({code}) => code !== null))(
    'shows a hundred problems and counts the rest: $what',
    ({file, text, code}) => {
      expect(text.length).toBeLessThan(maxBytes)

      const {problems, request} = readRequest(Buffer.from(text), file, context)

      const shown = problems.slice(0, -1)
      expect(request).toBeNull()
      // A warning, such as that of the missing contract, gives way to errors.
      expect(shown.length).toBeGreaterThan(95)
      expect(shown.length).toBeLessThanOrEqual(100)
      expect(shown.filter((problem) => problem.code === code).length).toBeGreaterThan(90)
      expect(problems.at(-1)).toMatchObject({code: 'MORE_PROBLEMS'})
      expect(problems.at(-1)?.what).toMatch(/^[1-9]\d{3,4} more problems are not shown\.$/)
    },
  )

  test('shows the first of the file', () => {
    const text = hostileRequests.find(({file}) => file === 'lines.yaml')?.text ?? ''

    const {problems} = readRequest(Buffer.from(text), 'a.yaml', context)

    expect(problems.slice(0, 90).map(({place}) => place.line)).toEqual(Array.from({length: 90}, (_, n) => n + 5))
  })

  test.each(hostileRequests.filter(({code}) => code === null))('may be right: $what', ({file, text}) => {
    expect(readRequest(Buffer.from(text), file, context).request?.slices).toHaveLength(1)
  })

  /** Below 250 ms on an idle machine (bench/corpora.ts); the bound here only tells linear from quadratic. */
  test('takes less than a second of the processor', () => {
    const cost = ({file, text}: {readonly file: string; readonly text: string}): number => {
      const before = process.cpuUsage()
      readRequest(Buffer.from(text), file, context)
      const {user, system} = process.cpuUsage(before)
      return (user + system) / 1000
    }

    const timed = hostileRequests.map((request) => Math.min(cost(request), cost(request)))

    expect(Math.max(...timed)).toBeLessThan(1000)
  })
})
