import blns from 'big-list-of-naughty-strings/blns.json' with {type: 'json'}
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {bullets, code, line, page, prose, table, visible} from '../../../../src/core/report/markdown.ts'
import {rendered, textOfHtml, textOutsideCode} from './rendered.ts'

const payloads = [
  '![x](https://evil.example/x.png)',
  '[click](javascript:alert(1))',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '# a heading',
  'a heading\n===',
  'a\n\n# heading\n\n- item',
  '@octocat please approve',
  'closes #1 and GH-12, org/repo#3',
  ':+1: :rocket:',
  'see https://evil.example or www.evil.example. or evil.example',
  'www. is enough for some',
  'mail me@evil.example or mailto:me@evil.example',
  '| a | b |\n|---|---|',
  'x \\| y',
  'ends with \\',
  '`code` and ``more`` and `',
  '`'.repeat(90),
  '``|`|',
  '&lt;b&gt; &#64;octocat &nbsp;',
  '::error file=x::text',
  '##[group]x',
  'a\n::set-output name=x::y',
  '<!-- hidden -->',
  '[^1]: note',
  '$`x`$ and $$y$$',
  '**bold** _it_ ~~no~~',
  '1. one',
  '1) one',
  '> quote',
  '[!NOTE]',
  '\u202Egnp.exe',
  'zero\u200Bwidth',
  'd1d1d1d1d1d1d1d1 deadbeef',
  ' both ends ',
  '   ',
  '',
  '\ud800 lone',
  'അദ്ധ്യാപക\u200D ഹാജർ, हिन्दी। বাংলা',
]
const hostile: readonly string[] = [...blns, ...payloads]

const seen = (text: string): string => (text === '' ? '(empty)' : visible(text))

const allowed = new Set(['p', 'code', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'])
const expectHarmless = (markdown: string, context: string): void => {
  const {html, elements} = rendered(markdown)
  expect(
    elements.filter((element) => !allowed.has(element)),
    context,
  ).toEqual([])
  expect(textOutsideCode(html), context).not.toMatch(/[@#]\w|:\w+:|:\/\/|[a-z]\.\w|\w\.[a-z]|[0-9a-f]{7}/i)
  expect(
    markdown.split('\n').filter((text) => /^\s*(::|##\[)/.test(text)),
    context,
  ).toEqual([])
}

describe('text from a request', () => {
  it('stays text as code and as prose, in a paragraph, a list and a table', () => {
    for (const text of hostile) {
      for (const written of [code(text), prose(text)]) {
        expectHarmless(page([written]), text)
        expectHarmless(page([bullets([written, line`Why: ${text}`])]), text)
        expectHarmless(page([table(['A', 'B'], [[written, line`x`]])]), text)
      }
    }
  })

  it('is read letter by letter as code', () => {
    for (const text of hostile) {
      expect(rendered(page([code(text)])).text, text).toBe(seen(text))
    }
  })

  it('is read letter by letter as code in a table, in one cell', () => {
    for (const text of hostile) {
      const {html} = rendered(page([table(['A', 'B'], [[code(text), line`last`]])]))

      const cells = [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => textOfHtml(cell))

      expect(cells, text).toEqual([seen(text), 'last'])
    }
  })

  it('is read letter by letter as prose, but for the backticks', () => {
    const withoutBackticks = (text: string): string => text.replaceAll('`', '')
    for (const text of hostile) {
      expect(withoutBackticks(rendered(page([prose(text)])).text), text).toBe(withoutBackticks(seen(text)))
    }
  })

  it('holds for whatever else one can write', () => {
    const fragment = fc.constantFrom(
      ...'` | \\ \n < > [ ] ( ) ! @ # : * _ & ; . - = ~ $ " \''.split(' '),
      ' ',
      'www',
      'a',
      '1',
      '://',
      'é',
      'x.y',
    )
    const anyText = fc.array(fragment, {maxLength: 14}).map((pieces) => pieces.join(''))

    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({unit: 'binary'})), (text) => {
        expectHarmless(page([bullets([line`Why: ${text}`])]), text)
        expectHarmless(page([table(['A', 'B'], [[line`${text}`, code(text)]])]), text)
        expect(rendered(page([code(text)])).text).toBe(seen(text))
      }),
      {numRuns: 500},
    )
  })
})

describe('prose', () => {
  it('leaves plain words plain and sets the rest as code', () => {
    expect(prose('Run `plan --write`, then look at student_attendance_trans: 12,50,340 rows (50.05 %).').markdown).toBe(
      'Run `plan --write`, then look at `student_attendance_trans`: 12,50,340 rows (50.05 %).',
    )
    expect(prose('ಮಾರ್ಚ್ ಹಾಜರಾತಿ, मार्च की हाज़िरी').markdown).toBe('ಮಾರ್ಚ್ ಹಾಜರಾತಿ, मार्च की हाज़िरी')
  })
})

describe('line', () => {
  it('writes numbers in Indian grouping and Markdown as it is', () => {
    expect(line`**${code('t')}**: ${12_503_400} rows, ${'a_b'}`.markdown).toBe('**`t`**: 1,25,03,400 rows, `a_b`')
  })
})

describe('visible', () => {
  it.each([
    ['a\r\nb\nc', 'a⏎b⏎c'],
    ['\u0000\u001b[31m', '⟨U+0000⟩⟨U+001B⟩[31m'],
    ['\u202Eabc\u2066', '⟨U+202E⟩abc⟨U+2066⟩'],
    ['ക്\u200D', 'ക്\u200D'],
    ['\ud800', '⟨U+D800⟩'],
  ])('shows %j as %s', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })
})
