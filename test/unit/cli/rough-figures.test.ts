import {expect, it} from 'vitest'
import {bytesOf, durationOf} from '../../../src/cli/rough-figures.ts'

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [198_400, '198 kB'],
  [1_800_000, '1.8 MB'],
  [25_000_000_000, '25 GB'],
])('%d bytes are about %s', (bytes, words) => {
  expect(bytesOf(bytes)).toBe(words)
})

it.each([
  [0.2, '1 second'],
  [40.1, '41 seconds'],
  [600, '10 minutes'],
  [9_000, '3 hours'],
])('%d seconds are about %s', (seconds, words) => {
  expect(durationOf(seconds)).toBe(words)
})
