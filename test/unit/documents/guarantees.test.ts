import {existsSync, readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'

/** A row that ends with a file and the title of a test in it. */
const row = /^\| (?<promise>[^|]+?) +\| `(?<file>test\/[^`]+)` "(?<title>.+)" +\|$/gm

const rowsOf = (text: string) =>
  [...text.matchAll(row)].map(({groups = {}}) => ({
    promise: groups['promise'] ?? '',
    file: groups['file'] ?? '',
    title: groups['title'] ?? '',
  }))

describe.each(['docs/guarantees.md', 'docs/formats.md'])('what %s promises', (document) => {
  const text = readFileSync(document, 'utf8')
  const rows = rowsOf(text)

  it('has a test in each row that names one', () => {
    const naming = text.split('\n').filter((line) => line.startsWith('|') && line.includes('`test/'))

    expect(rows).toHaveLength(naming.length)
    expect(rows.length).toBeGreaterThan(5)
  })

  it.each(rows)('$promise', ({file, title}) => {
    expect(existsSync(file), `${file} is not there`).toBe(true)
    const tests = readFileSync(file, 'utf8')
    const isSkipped = /\b(it|test|describe)\.(skip|todo)\(/.test(tests)
    expect({hasTest: tests.includes(title), isSkipped}).toEqual({hasTest: true, isSkipped: false})
  })
})
