import naughtyStrings from 'big-list-of-naughty-strings/blns.json' with {type: 'json'}
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {commentLimit, fitted} from '../../../../src/core/github/fitted-page.ts'
import type {VerdictProblem} from '../../../../src/core/github/verdict.ts'
import {verdictPage} from '../../../../src/core/github/verdict-page.ts'
import {elementsOf, rendered, textOutsideOfCode} from '../../../support/action/rendered.ts'

const pieces = [
  ...[
    '<a href="https://example.org">',
    '</code>',
    '<img src=x onerror=alert(1)>',
    '<!--',
    '-->',
    '<details>',
    '&lt;b&gt;',
  ],
  ...[
    '[a](https://example.org)',
    '![a](x)',
    '[x]',
    '- [ ] ',
    '[^1]',
    '[a]: https://example.org',
    '<https://example.org>',
  ],
  ...[
    '@asha',
    '#1',
    'GH-1',
    'state/replay#1',
    '0123456789abcdef',
    'www.example.org',
    'asha@example.org',
    ':tada:',
    '$x$',
  ],
  ...[
    '`',
    '``',
    '```',
    '~~~',
    '|',
    '---',
    '===',
    '# ',
    '> ',
    '* ',
    '1. ',
    '    ',
    '\t',
    '\n',
    '\r\n',
    '\n\n',
    '\\',
    '**',
    '~~',
    '_',
  ],
  ...['\u202e', '\u200b', '\u0000', '\ufeff', '\u2028', '\ud800', 'അ', '‍', '.', ',', "'", '"', '(', ')'],
]
const hostile = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({maxLength: 4})), {maxLength: 12})
    .map((parts) => parts.join('')),
  fc.constantFrom(...naughtyStrings),
)
const problem = fc.record({
  code: fc.constant('MONTH_OUT_OF_RANGE'),
  severity: fc.constantFrom<VerdictProblem['severity'][]>('error', 'warning', 'note'),
  file: hostile,
  line: fc.nat(99_999),
  column: fc.nat(99),
  what: hostile,
  fix: hostile,
})

const known = new Set(['h2', 'h3', 'p', 'ul', 'li', 'strong', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code'])

describe('the page of a verdict on texts of anybody', () => {
  it('has the elements of the page, each as often as it must be, and no other', () => {
    fc.assert(
      fc.property(fc.array(problem, {maxLength: 8}), fc.array(hostile, {maxLength: 2}), (problems, remarks) => {
        const page = verdictPage({files: 1, errors: problems.length, warnings: 0, notes: 0, problems, remarks})

        const html = rendered(fitted(page.blocks, commentLimit, page.rest))

        const files = new Set(problems.map(({file}) => file)).size
        const elements = elementsOf(html)
        const count = (name: string): number => elements.filter((each) => each === name).length
        expect(count('h2')).toBe(1)
        expect(count('table')).toBe(1)
        expect(count('h3')).toBe(files)
        expect(count('li')).toBe(problems.length + remarks.length)
        expect(count('strong')).toBe(2 * problems.length)
        expect(elements.filter((name) => !known.has(name))).toEqual([])
        expect(html).not.toContain('<!--')
      }),
      {numRuns: 150},
    )
  })

  it('leaves nothing outside of code that GitHub makes a link, a mention or an emoji of', () => {
    fc.assert(
      fc.property(problem, hostile, (one, remark) => {
        const page = verdictPage({files: 1, errors: 1, warnings: 0, notes: 0, problems: [one], remarks: [remark]})

        const text = textOutsideOfCode(rendered(fitted(page.blocks, commentLimit, page.rest)))

        expect(text).not.toMatch(/@|#\d|GH-\d|www\.|:\/\/|:\w+:|\$\S|\b[0-9a-f]{7,40}\b/i)
      }),
      {numRuns: 300},
    )
  })
})
