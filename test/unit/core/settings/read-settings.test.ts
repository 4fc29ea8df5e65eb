import fc from 'fast-check'
import {expect, test} from 'vitest'
import {stringify} from 'yaml'
import {readSettings} from '../../../../src/core/settings/read-settings.ts'
import {codesOf, read, told} from './settings-text.ts'

test.each([
  ['no file', null],
  ['no byte', ''],
  ['comments only', '# nothing is changed\n\n  # yet\n'],
  ['sections without keys', 'git:\nlimits:\nadded_sources:\n'],
])('%s: every setting has its default', (_, text) => {
  const {settings, problems} = text === null ? readSettings(null, 'cqube-replay.yaml') : read(text)

  expect(problems).toEqual([])
  expect(settings).toMatchObject({
    requestsDirectory: 'replay-requests',
    requireExpect: true,
    archive: {enabled: true, except: []},
    limits: {fullRefresh: []},
    stockReplayIgnoreAfterMinutes: null,
  })
})

test('all mistakes are told at once, each at its place', () => {
  const result = read(`time_zone: Asia/Kolkatta
pausd: true
paused: yes
git:
  branch: -main
  protcols: [ssh]
emission: {prefix: data_replay}
limits:
  rows_per_run: 1,000
  table_share: 0
  full_refresh: [semester, udice, static, static]
run: 15
`)

  expect(result.settings).toBeNull()
  expect(told(result)).toMatchInlineSnapshot(`
    "1:12 /time_zone SETTINGS_TIME_ZONE_UNKNOWN: \`time_zone\` is "Asia/Kolkatta", which is not the IANA name of a time zone. Fix: Write \`Asia/Kolkata\` if that is what you mean.
    2:1 /pausd SETTINGS_KEY_UNKNOWN: There is no key "pausd" here; did you mean \`paused\`? Fix: Write \`paused\`, or remove the key.
    3:9 /paused SETTINGS_NOT_A_SWITCH: \`paused\` is "yes", which is neither \`true\` nor \`false\`. Fix: Write \`true\` or \`false\`.
    5:11 /git/branch SETTINGS_BRANCH_UNSAFE: \`branch\` is "-main", which git would read as an option. Fix: Write the plain name of the branch, such as \`main\`.
    6:3 /git/protcols SETTINGS_KEY_UNKNOWN: There is no key "protcols" here; did you mean \`protocols\`? Fix: Write \`protocols\`, or remove the key.
    7:20 /emission/prefix SETTINGS_PREFIX_ROUTED: \`prefix\` is "data_replay", which begins with "data_replay": a flow of stock cQube takes what lies there, and would process our documents as its own. Fix: Choose a prefix that begins with no word the stock flows route, such as \`cqube_replay\`.
    9:17 /limits/rows_per_run SETTINGS_NOT_A_NUMBER: \`rows_per_run\` is "1,000", which is not a whole number. Fix: Write the number in digits, without separators or a unit.
    10:16 /limits/table_share SETTINGS_OUT_OF_RANGE: \`table_share\` is 0; it can be above 0, up to 1. Fix: Write a number above 0, up to 1.
    11:18 /limits/full_refresh/0 SETTINGS_SOURCE_NOT_FULL_REFRESH: \`full_refresh\` names "semester", which is replayed by slices and never as a whole. Fix: Name data sources that are replayed as a whole: udise, infrastructure, static.
    11:28 /limits/full_refresh/1 SETTINGS_SOURCE_UNKNOWN: \`full_refresh\` names "udice", which is not a data source. Fix: Write \`udise\` if that is what you mean.
    11:43 /limits/full_refresh/3 SETTINGS_TWICE: \`full_refresh\` names "static" twice. Fix: Name it once.
    12:6 /run SETTINGS_SHAPE: \`run\` is not a mapping of keys to values. Fix: Write the key as the settings reference (docs/settings.md) shows it."
  `)
})

test('a document that is no mapping is one problem', () => {
  const result = read('- time_zone\n')

  expect(told(result)).toMatchInlineSnapshot(
    `"1:1  SETTINGS_SHAPE: The document is not a mapping of keys to values. Fix: Write the key as the settings reference (docs/settings.md) shows it."`,
  )
})

test.each(['git: main', 'git: [main]', 'time_zone: [Asia/Kolkata]', 'time_zone: {a: b}', 'archive: {except: udise}'])(
  '%s has the wrong shape',
  (text) => {
    expect(codesOf(read(text))).toEqual(['SETTINGS_SHAPE'])
  },
)

test('a key far from every known one gets no guess', () => {
  const {problems} = read('retention_of_everything: 5')

  expect(problems.map(({what}) => what)).toEqual(['There is no key "retention_of_everything" here.'])
})

test('a key of another section is unknown', () => {
  expect(codesOf(read('branch: main'))).toEqual(['SETTINGS_KEY_UNKNOWN'])
})

test('reports in the folder of the requests, or around it, are refused', () => {
  const inside = read('git: {reports_directory: replay-requests/reports}')
  const around = read('requests: {directory: replay-reports/in}')
  const beside = read('requests: {directory: replay}\ngit: {reports_directory: replay-2}')

  expect(told(inside)).toMatchInlineSnapshot(
    `"1:26 /git/reports_directory SETTINGS_DIRECTORIES_OVERLAP: Requests are read from "replay-requests" and reports written to "replay-requests/reports", so reports could be taken for requests. Fix: Give requests and reports folders of their own, neither inside the other."`,
  )
  expect(codesOf(around)).toEqual(['SETTINGS_DIRECTORIES_OVERLAP'])
  expect(codesOf(beside)).toEqual([])
})

test('whatever the file holds, there are settings exactly when there is no problem', () => {
  const key = fc.constantFrom('time_zone', 'git', 'branch', 'limits', 'archive', 'except', 'added_sources', 'paused')
  const {value} = fc.letrec<{value: unknown}>((tie) => ({
    value: fc.oneof(
      {maxDepth: 3},
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), {maxLength: 3}),
      fc.dictionary(fc.oneof(key, fc.string()), tie('value'), {maxKeys: 4}),
    ),
  }))

  fc.assert(
    fc.property(value, (document) => {
      const {settings, problems} = read(stringify(document))

      expect(settings === null).toBe(problems.length > 0)
      expect(problems.filter(({what, fix}) => what === '' || fix === '')).toEqual([])
    }),
  )
})
