import {expect, test} from 'vitest'
import {read} from './settings-text.ts'

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
approval:
  provider: github
  approvers: [asha-rao, state/data-owners]
  approvals: 2
  approvals_large: 3
  large_from_rows: never
  signers_file: keys/allowed_signers
github: {api_url: https://github.example.org/api/v3/, repository: state/replays, timeout_seconds: 5}
pull_requests: {comment: false, commit_expect: true, plan_by_daemon: true}
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
    approval: {
      provider: 'github',
      approvers: ['asha-rao', 'state/data-owners'],
      approvals: 2,
      approvalsLarge: 3,
      largeFromRows: null,
      signersFile: 'keys/allowed_signers',
    },
    github: {apiUrl: 'https://github.example.org/api/v3', repository: 'state/replays', timeoutSeconds: 5},
    pullRequests: {comment: false, commitExpect: true, planByDaemon: true},
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
