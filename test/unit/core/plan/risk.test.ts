import {expect, it} from 'vitest'
import {riskOf, type RiskFacts} from '../../../../src/core/plan/risk.ts'

type Settings = Parameters<typeof riskOf>[1]

const settings = (largeFromRows: number | null = 1_000, archive: Partial<Settings['archive']> = {}): Settings => ({
  approval: {provider: 'none', approvers: [], approvals: 1, approvalsLarge: 2, largeFromRows, signersFile: 'signers'},
  archive: {enabled: true, except: [], keepDays: null, ...archive},
})
const request = (more: Partial<RiskFacts['requests'][number]> = {}): RiskFacts['requests'][number] => ({
  slices: [{kind: 'months', dataSource: 'crc', year: 2020, months: [3]}],
  rows: [{expected: 400}, {expected: 599}],
  repeatOf: null,
  refusal: null,
  ...more,
})
const facts = (more: Partial<RiskFacts> = {}): RiskFacts => ({
  requests: [request()],
  sideEffectRows: 0,
  overlaps: 0,
  outsideRetention: 0,
  ...more,
})

it.each([
  ['nothing is selected', facts({requests: []}), settings(), 'none'],
  ['nothing is there any more', facts({requests: [request({rows: [{expected: 0}]})]}), settings(), 'none'],
  ['an ordinary deletion', facts(), settings(), 'low'],
  ['as many rows as make it large', facts(), settings(999), 'high'],
  ['one row less', facts(), settings(1_000), 'low'],
  [
    'no number of rows makes it large',
    facts({requests: [request({rows: [{expected: 10 ** 9}]})]}),
    settings(null),
    'low',
  ],
  ['a full refresh', facts({requests: [request({slices: [{kind: 'all', dataSource: 'udise'}]})]}), settings(), 'high'],
  [
    'a limit that is hit',
    facts({requests: [request({refusal: {reason: 'LIMIT_TABLE_SHARE', message: ''}})]}),
    settings(),
    'high',
  ],
  [
    'a contract that is out of date',
    facts({requests: [request({refusal: {reason: 'ROWS_CHANGED_SINCE_PLAN', message: ''}})]}),
    settings(),
    'low',
  ],
  ['no archive', facts(), settings(1_000, {enabled: false}), 'high'],
  ['no archive of this data source', facts(), settings(1_000, {except: ['crc']}), 'high'],
  ['no archive of another one', facts(), settings(1_000, {except: ['udise']}), 'low'],
  [
    'what a run deleted before',
    facts({requests: [request({repeatOf: '20261101T163000Z-4f2a'})]}),
    settings(),
    'medium',
  ],
  ['rows of slices that nobody selected', facts({sideEffectRows: 1}), settings(), 'medium'],
  ['what another request selects, too', facts({overlaps: 1}), settings(), 'medium'],
  ['what lies outside of the retention', facts({outsideRetention: 1}), settings(), 'medium'],
] as const)('%s', (_, known, by, level) => {
  const risk = riskOf(known, by)

  expect(risk.level).toBe(level)
  expect(risk.because.length > 0).toBe(level === 'medium' || level === 'high')
})
