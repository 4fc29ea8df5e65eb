import blns from 'big-list-of-naughty-strings/blns.json' with {type: 'json'}
import {micromark} from 'micromark'
import {gfm, gfmHtml} from 'micromark-extension-gfm'
import {describe, expect, it} from 'vitest'
import {commentLimit, fitted, summaryLimit} from '../../../../src/core/github/fitted-page.ts'
import {problemAt} from '../../../../src/core/document/problem-at.ts'
import type {ChangePlan} from '../../../../src/core/pull-request/change-plan.ts'
import type {PlanPageOptions} from '../../../../src/core/pull-request/plan-page-options.ts'
import {planPage} from '../../../../src/core/pull-request/plan-page.ts'
import {readSettings} from '../../../../src/core/settings/read-settings.ts'
import {changedRequest, changePlan} from '../../../fakes/change-plan.ts'

const {settings} = readSettings(null, 'cqube-replay.yaml')
if (settings === null) throw new Error('The defaults hold a mistake.')

const options: PlanPageOptions = {
  settings,
  contracts: {kind: 'not_asked'},
  whole: 'the whole plan is in the summary of the job.',
}

const payloads = [
  '![x](https://evil.example/x.png)',
  '[click](javascript:alert(1))',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</details><h1>approved</h1>',
  '<!-- hidden -->',
  '# a heading',
  'a\n\n# heading\n\n- item',
  '```\n</code></pre><b>out</b>\n# heading',
  '````````\n~~~\nout',
  '@octocat please approve #1 GH-12',
  'https://evil.example www.evil.example mail@evil.example',
  '| a | b |\n|---|---|',
  '::error file=x::text',
  '##[group]x',
  '[^1]: note',
  '- [x] approved',
  '\u202Egnp.exe',
]
// Each is rendered as a whole page, so of the long list every fifth: all of it is tried on the parts (markdown.test.ts).
const hostile: readonly string[] = [...payloads, ...blns.filter((_, index) => index % 5 === 0)]

/** Every text that comes from a request, a branch or the database. */
function planWith(text: string): ChangePlan {
  const place = {file: text, line: 1, column: 1, pointer: ''}
  const slices = [{kind: 'codes', dataSource: text, codes: [text]}] as const
  const expectation = {plannedAt: text, ledger: text, rows: {[text]: 1}}
  return changePlan({
    requests: [
      changedRequest(
        {
          paths: [text, text],
          alreadyAt: [text],
          slices,
          rows: [{dataSource: text, table: text, position: 1, expected: 1}],
          refusal: {reason: 'ALREADY_DELETED', message: text},
          contract: {kind: 'outdated', because: text, before: expectation, wanted: expectation},
          outsideRetention: [{dataSource: text, slices: [text], openForDays: 5, retentionDays: 90}],
        },
        {reason: text, ticket: text, repeatOf: text, notBefore: text},
      ),
    ],
    tables: [{dataSource: text, table: text, rows: 1, tableRows: 1, tableRowsExact: true}],
    counts: [
      {
        dataSource: text,
        keys: [text],
        tables: [],
        sideEffects: [{table: text, rows: 1, siblingKeys: [text], siblings: 1}],
      },
    ],
    documents: [{key: text, content: {[text]: text}}],
    settled: [{path: text, runId: text}],
    removed: [text],
    problems: [problemAt('REQUESTS_OVERLAP', place, text)],
    notes: [text],
    risk: {level: 'high', because: [text]},
    base: {branch: text, commit: text},
    head: text,
    ledger: text,
  })
}

const html = (markdown: string): string =>
  micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  })
const elementsOf = (page: string): string[] =>
  [...html(page).matchAll(/<([a-z][a-z0-9]*)[\s>/]/gi)].map(([, name = '']) => name.toLowerCase())

const ours = [
  'h2',
  'h3',
  'p',
  'strong',
  'code',
  'pre',
  'ul',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'details',
  'summary',
]
const pageOf = (plan: ChangePlan): string => {
  const {blocks, rest} = planPage(plan, options)
  return fitted(blocks, commentLimit, rest)
}

describe('the page of a plan', () => {
  it('lets no text make an element, leave a block of code or begin a command of the log', () => {
    const [headings, details] = [2, 1]
    for (const text of hostile) {
      const page = pageOf(planWith(text))
      const elements = elementsOf(page)

      expect(
        elements.filter((element) => !ours.includes(element)),
        text,
      ).toEqual([])
      expect(
        elements.filter((element) => element === 'h2' || element === 'h3'),
        text,
      ).toHaveLength(headings)
      expect(
        elements.filter((element) => element === 'details'),
        text,
      ).toHaveLength(details)
      const outside = html(page)
        .replace(/<code[^>]*>.*?<\/code>/gs, '')
        .replace(/<[^>]*>/g, '')
      expect(outside, text).not.toMatch(/[@#]\w|:\/\/|evil/i)
    }
  })

  it.each([
    ['comment', commentLimit, (text: string) => text.length, 65_536],
    ['summary', summaryLimit, (text: string) => Buffer.byteLength(text), 1_048_576],
  ] as const)(
    'of 10,000 requests stays within the limit of a %s, and counts what it leaves out',
    (_, limit, size, most) => {
      const requests = Array.from({length: 10_000}, (_, index) =>
        changedRequest({paths: [`replay-requests/${index}.yaml`]}, {reason: 'ಮಾರ್ಚ್ ತಿಂಗಳ ಹಾಜರಾತಿ ಎರಡು ಬಾರಿ ಬಂದಿದೆ'}),
      )
      const problems = requests.map(({paths: [file = '']}) =>
        problemAt('REQUESTS_OVERLAP', {file, line: 1, column: 1, pointer: ''}, 'It overlaps with another one.'),
      )
      const {blocks, rest} = planPage(
        changePlan({requests, problems, removed: requests.map(({paths: [path = '']}) => path)}),
        options,
      )

      const page = fitted(blocks, limit, rest)

      const shown = page.match(/^### /gm)?.length ?? 0
      expect(size(page)).toBeLessThanOrEqual(most)
      expect(size(page)).toBeGreaterThan(most * 0.9)
      expect(page.startsWith('## A run would delete 1,082 rows for 10,000 requests.\n')).toBe(true)
      expect(page).toContain('- and 9,990 more')
      expect(page.trimEnd().split('\n').at(-1)).toBe(
        `**${new Intl.NumberFormat('en-IN').format(10_000 - shown)} of 10,000 requests and the emission documents are not shown here;** the whole plan is in the summary of the job.`,
      )
    },
  )

  it('says so when only the emission documents did not fit', () => {
    const codes = Array.from({length: 20_000}, (_, index) => `PAT${index}`)
    const {blocks, rest} = planPage(changePlan({documents: [{key: 'k', content: {codes}}]}), options)

    const page = fitted(blocks, commentLimit, rest)

    expect(page).toContain('### `replay-requests/march.yaml`')
    expect(page).toContain(
      '**The emission documents are not shown here;** the whole plan is in the summary of the job.',
    )
  })
})
