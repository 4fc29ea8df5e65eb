import {describe, expect, it} from 'vitest'
import {firstDifference} from '../../../src/commands/first-difference.ts'

const whole = (found: string, text: string) => firstDifference(found, {text, isListOfLines: false})
const lines = (found: string, text: string) => firstDifference(found, {text, isListOfLines: true})

describe('where a file differs from what init writes', () => {
  it('is nowhere when it says the same, whatever its line ends', () => {
    expect(whole('a\nb\n', 'a\nb\n')).toBeNull()
    expect(whole('a\r\nb\r\n', 'a\nb\n')).toBeNull()
    expect(whole('a\nb', 'a\nb\n')).toBeNull()
    expect(whole('', '')).toBeNull()
  })

  it('is the first line that is another', () => {
    expect(whole('a\nx\nc\n', 'a\nb\nc\n')).toEqual({line: 2, found: 'x', wanted: 'b'})
  })

  it('is behind the end of the shorter one', () => {
    expect(whole('a\n', 'a\nb\n')).toEqual({line: 2, found: null, wanted: 'b'})
    expect(whole('a\nb\n', 'a\n')).toEqual({line: 2, found: 'b', wanted: null})
    expect(whole('', 'a\n')).toEqual({line: 1, found: null, wanted: 'a'})
  })

  it('of a list of lines is a line that it lacks, wherever the others stand and whatever stands between', () => {
    expect(lines('node_modules/\n/emission/\n.env\n', '# ours\n.env\n/emission/\n')).toBeNull()
    expect(lines('node_modules/\n.env\n', '.env\n/emission/\n')).toEqual({
      line: null,
      found: null,
      wanted: '/emission/',
    })
  })
})
