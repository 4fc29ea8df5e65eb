import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {cutToBytes} from '../../../../src/core/github/cut-text.ts'

describe('a text of at most so many bytes', () => {
  it('stays where it fits, to the byte', () => {
    expect(cutToBytes('मार्च', 15)).toBe('मार्च')
    expect(cutToBytes('मार्च', 14)).toBe('मार…')
  })

  it('is never longer, and never ends in half a character', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme', maxLength: 60}), fc.integer({min: 3, max: 80}), (text, most) => {
        const cut = cutToBytes(text, most)

        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most)
        expect(cut).not.toMatch(/\p{Cs}/u)
        expect(cut === text || (cut.endsWith('…') && text.startsWith(cut.slice(0, -1)))).toBe(true)
        expect(cut === text).toBe(Buffer.byteLength(text) <= most)
      }),
    )
  })
})
