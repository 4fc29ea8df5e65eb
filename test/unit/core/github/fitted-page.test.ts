import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {fitted} from '../../../../src/core/github/fitted-page.ts'
import {line, type Markdown} from '../../../../src/core/report/markdown.ts'

const rest = (leftOut: number): Markdown => line`${leftOut} more not shown.`
const blocksOf = (texts: readonly string[]): Markdown[] => texts.map((markdown) => ({markdown}))

describe('a page with a limit', () => {
  it('is whole where all of it fits', () => {
    expect(fitted(blocksOf(['## Head', 'text']), {characters: 14}, rest)).toBe('## Head\n\ntext\n')
  })

  it('ends with the count of what is left out, whole blocks only, in their order', () => {
    const page = fitted(blocksOf(['## Head', 'one', 'long '.repeat(20), 'two']), {characters: 60}, rest)

    expect(page).toBe('## Head\n\none\n\n2 more not shown.\n')
  })

  it('is no longer than its limit, in characters and in bytes, and loses no block uncounted', () => {
    const text = fc.string({unit: 'grapheme', maxLength: 40}).map((said) => said.replaceAll('\n', ' '))
    const limits = fc.integer({min: 40, max: 400})

    fc.assert(
      fc.property(fc.array(text, {maxLength: 30}), limits, fc.boolean(), (texts, most, inBytes) => {
        const page = fitted(blocksOf(texts), inBytes ? {bytes: most} : {characters: most}, rest)
        const [, left] = /(?:^|\n\n)(\d+) more not shown\.\n$/.exec(page) ?? []
        const kept = left === undefined ? texts.length : texts.length - Number(left)

        expect(inBytes ? Buffer.byteLength(page) : page.length).toBeLessThanOrEqual(most)
        expect(page.startsWith(texts.slice(0, kept).join('\n\n'))).toBe(true)
        if (left !== undefined) expect(Number(left)).toBeGreaterThan(0)
      }),
      {numRuns: 2_000},
    )
  })
})
