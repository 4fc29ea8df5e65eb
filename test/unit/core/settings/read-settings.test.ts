import fc from 'fast-check'
import {expect, test} from 'vitest'
import {stringify} from 'yaml'
import {readSettings} from '../../../../src/core/settings/read-settings.ts'
import {codesOf, read, told} from './settings-text.ts'

const full = `
time_zone: Asia/Calcutta
paused: true
requests: {directory: requests/}
git:
  remote: ssh://git@git.example.org/replay.git
  branch: release/2026
  reports_branch: reports
  reports_directory: reports/runs
  author_name: Replay runner
  author_email: replay@example.org
  timeout_seconds: 5
  protocols: [ssh]
database: {data_schema: cqube, lock_timeout_seconds: 1, statement_timeout_seconds: 600}
engine: postgres
emission: {storage: local, directory: /srv/emission/, bucket: cqube-emission, format: documented, prefix: replay/documents}
archive: {enabled: false, except: [udise, mid_day_meal], keep_days: never}
limits: {rows_per_request: 10, rows_per_run: 20, table_share: 0.25, table_share_from_rows: 0, full_refresh: [static, library]}
require_expect: false
drift_tolerance_percent: 2.5
stock_replay: {ignore_open_rows_after_minutes: 60}
run: {lease_seconds: 15, resume_within_hours: 1}
outputs:
  storage: s3
  directory: /srv/output/
  bucket: cqube-output
  stale: keep
  archive_prefix: replay/archive
  refresh_views: true
s3:
  endpoint: https://s3.example.org:9000/
  region: ap-south-1
  path_style: false
  ca_file: /etc/ssl/s3.pem
  timeout_seconds: 5
  conditional_put: read_first
nifi:
  address: https://nifi.example.org:8443/nifi/
  server_name: nifi
  ca_file: /etc/ssl/nifi.pem
  sign_in: password
  user: replay
  token_file: /run/nifi-token
  certificate_file: replay.pem
  key_file: replay.key
  timeout_seconds: 5
  group: Replay
  trigger: schedule
  deadline_minutes: 10
  database_url: jdbc:postgresql://db:5432/cqube
  database_user: nifi_role
  driver_file: /opt/drivers/postgresql.jar
  emission_directory: /srv/emission
  s3_sign_in: default
  loading_groups: [attendance, crc]
  loading_minutes: 30
ingestion:
  embedded: true
  in_flight: wait
  wait_minutes: 5
  ignore_open_rows_after_minutes: 120
schedule:
  cron: ['30 22 * * 1-5', '0 3 * * 0']
  run_missed: false
added_sources: {mid_day_meal: months, library: all}
`

test('every key reaches the settings', () => {
  const {settings, problems} = read(full)

  expect(problems).toEqual([])
  expect(settings).toEqual({
    timeZone: 'Asia/Calcutta',
    paused: true,
    requestsDirectory: 'requests',
    git: {
      remote: 'ssh://git@git.example.org/replay.git',
      branch: 'release/2026',
      reportsBranch: 'reports',
      reportsDirectory: 'reports/runs',
      authorName: 'Replay runner',
      authorEmail: 'replay@example.org',
      timeoutSeconds: 5,
      protocols: ['ssh'],
    },
    database: {dataSchema: 'cqube', lockTimeoutSeconds: 1, statementTimeoutSeconds: 600},
    engine: 'postgres',
    emission: {
      storage: 'local',
      directory: '/srv/emission',
      bucket: 'cqube-emission',
      format: 'documented',
      prefix: 'replay/documents',
    },
    archive: {enabled: false, except: ['udise', 'mid_day_meal'], keepDays: null},
    limits: {
      rowsPerRequest: 10,
      rowsPerRun: 20,
      tableShare: 0.25,
      tableShareFromRows: 0,
      fullRefresh: ['static', 'library'],
    },
    requireExpect: false,
    driftTolerancePercent: 2.5,
    stockReplayIgnoreAfterMinutes: 60,
    run: {leaseSeconds: 15, resumeWithinHours: 1},
    outputs: {
      storage: 's3',
      directory: '/srv/output',
      bucket: 'cqube-output',
      stale: 'keep',
      archivePrefix: 'replay/archive',
      refreshViews: true,
    },
    s3: {
      endpoint: 'https://s3.example.org:9000',
      region: 'ap-south-1',
      pathStyle: false,
      caFile: '/etc/ssl/s3.pem',
      timeoutSeconds: 5,
      conditionalPut: 'read_first',
    },
    nifi: {
      address: 'https://nifi.example.org:8443/nifi',
      serverName: 'nifi',
      caFile: '/etc/ssl/nifi.pem',
      signIn: 'password',
      user: 'replay',
      tokenFile: '/run/nifi-token',
      certificateFile: 'replay.pem',
      keyFile: 'replay.key',
      timeoutSeconds: 5,
      group: 'Replay',
      trigger: 'schedule',
      deadlineMinutes: 10,
      databaseUrl: 'jdbc:postgresql://db:5432/cqube',
      databaseUser: 'nifi_role',
      driverFile: '/opt/drivers/postgresql.jar',
      emissionDirectory: '/srv/emission',
      s3SignIn: 'default',
      loadingGroups: ['attendance', 'crc'],
      loadingMinutes: 30,
    },
    ingestion: {embedded: true, inFlight: 'wait', waitMinutes: 5, ignoreOpenRowsAfterMinutes: 120},
    schedule: {cron: ['30 22 * * 1-5', '0 3 * * 0'], runMissed: false},
    addedSources: {mid_day_meal: 'months', library: 'all'},
  })
})

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
