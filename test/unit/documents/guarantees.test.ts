import {existsSync, readFileSync} from 'node:fs'
import {expect, it} from 'vitest'

const rows = [
  ...readFileSync('docs/guarantees.md', 'utf8').matchAll(
    /^\| (?<promise>[^|]+?) +\| `(?<file>[^`]+)` "(?<title>.+)" +\|$/gm,
  ),
].map(({groups}) => ({
  promise: groups?.['promise'] ?? '',
  file: groups?.['file'] ?? '',
  title: groups?.['title'] ?? '',
}))

it('reads a row of every table', () => {
  const lines = readFileSync('docs/guarantees.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (promise|-)/.test(line))

  expect(rows).toHaveLength(lines.length)
})

it.each(rows)('$promise', ({file, title}) => {
  expect(existsSync(file), `${file} is not there`).toBe(true)
  const text = readFileSync(file, 'utf8')
  const isSkipped = /\b(it|test|describe)\.(skip|todo)\(/.test(text)
  expect({hasTest: text.includes(title), isSkipped}).toEqual({hasTest: true, isSkipped: false})
})
