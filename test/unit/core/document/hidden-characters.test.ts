import {describe, expect, test} from 'vitest'
import {codesIn} from './reading.ts'

const refused = ['HIDDEN_CHARACTER']

describe('a character that nobody can see', () => {
  test.each([
    ['zero width space', '\u200b'],
    ['right-to-left override', '\u202e'],
    ['isolate', '\u2066'],
    ['left-to-right mark', '\u200e'],
    ['Arabic letter mark', '\u061c'],
    ['soft hyphen', '\u00ad'],
    ['word joiner', '\u2060'],
    ['byte order mark inside', '\ufeff'],
    ['null', '\u0000'],
    ['escape', '\u001b'],
    ['delete', '\u007f'],
    ['next line', '\u0085'],
    ['line separator', '\u2028'],
    ['lone carriage return', '\r'],
    ['tag', '\u{e0041}'],
    ['joiner between Latin letters', '\u200d'],
    ['non-joiner between Latin letters', '\u200c'],
    ['grapheme joiner', '\u034f'],
    ['Hangul filler', '\u3164'],
  ])('is refused wherever it stands: %s', (_, character) => {
    expect(codesIn(`a: b${character}c\n`)).toEqual(refused)
    expect(codesIn(`a: b # c${character}d\n`)).toEqual(refused)
    expect(codesIn(JSON.stringify({[`a${character}b`]: 1}), 'a.json')).toEqual(refused)
  })

  test.each([
    ['\\u200b', refused],
    ['\\x00', refused],
    ['\\r', refused],
    ['\\n', []],
    ['\\t', []],
    ['\\U000E0041', refused],
  ])('is refused as the escape %s too', (escape, expected) => {
    expect(codesIn(`a: "b${escape}c"\n`)).toEqual(expected)
  })
})

describe('a joiner', () => {
  test.each([
    ['Malayalam, between letters', 'ന്‍മ'],
    ['Malayalam, at the end of a word', 'അവന്‍ വന്നു'],
    ['Hindi, between letters', 'क्‍ष'],
    ['Hindi, non-joiner', 'क्‌ष'],
    ['Bengali', 'র‍্যাব'],
  ])('is ordinary spelling: %s', (_, word) => {
    expect(codesIn(`reason: ${word}\n`)).toEqual([])
    expect(codesIn(`{"reason": "${word}"}`, 'a.json')).toEqual([])
  })

  test.each([
    ['twice', 'क्\u200d\u200dष'],
    ['after a Latin letter', 'a\u200dक'],
    ['before a Latin letter', 'क\u200da'],
    ['before a blank, after a letter that joins nothing', 'क\u200d '],
    ['between digits', '१\u200d२'],
    ['at the beginning', '\u200dक'],
  ])('is refused %s', (_, word) => {
    expect(codesIn(`a: "${word}x"\n`)).toEqual(refused)
  })
})

test('an emoji, an umlaut and Devanagari are seen', () => {
  expect(codesIn('reason: "⚠️ Schüler क्षेत्र"\n')).toEqual([])
})
