import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {validateSettings} from '../../../../src/core/generated/validators.js'
import {routedPrefixes} from '../../../../src/core/settings/emission-rules.ts'
import {forgeValues, type SettingValues} from './forge-values.ts'
import {codesOf, read, told} from './settings-text.ts'

const truthTable: readonly SettingValues[] = [
  [
    'time_zone',
    ['Asia/Kolkata', 'UTC', 'asia/kolkata'],
    ['IST+5', '+05:30', 'Asia/', '""'],
    'SETTINGS_TIME_ZONE_UNKNOWN',
  ],
  ['paused', ['true', 'false'], ['yes', 'True', '1', 'on', '""'], 'SETTINGS_NOT_A_SWITCH'],
  ['require_expect', ['true', 'false'], ['no', '~'], 'SETTINGS_NOT_A_SWITCH'],
  [
    'requests.directory',
    ['a', 'a/b/', 'A-1/b.c'],
    ['/a', '../a', 'a/../b', './a', '-a', 'a//b', '""', '.git', 'a b'],
    'SETTINGS_PATH_UNSAFE',
  ],
  [
    'git.branch',
    ['main', 'release/2026', 'a.b_c-d', 'HEADS'],
    [
      '-main',
      'a..b',
      '/a',
      'a/',
      'a//b',
      '.a',
      'a/.b',
      'a.',
      'a.lock',
      'a.lock/b',
      'HEAD',
      'refs/heads/a',
      '"a b"',
      'a~1',
      'a^',
      '"a:b"',
      '"a\\tb"',
      '"@{u}"',
      '""',
      'x'.repeat(200),
    ],
    'SETTINGS_BRANCH_UNSAFE',
  ],
  ['git.reports_branch', ['main'], ['--force'], 'SETTINGS_BRANCH_UNSAFE'],
  [
    'git.remote',
    ['origin', 'https://git.example.org/x', 'ssh://git@example.org/x', 'git@example.org:x/y.git'],
    [
      '-o',
      'ext::sh',
      '"ext::sh -c id"',
      'http://example.org/x',
      'git://example.org/x',
      '--upload-pack=x',
      'https://-x',
      '../x',
      '""',
    ],
    'SETTINGS_REMOTE_UNSAFE',
  ],
  ['git.remote', [], ['/srv/git/x.git', 'file:///srv/git/x.git'], 'SETTINGS_PROTOCOL_NOT_ALLOWED'],
  ['git.protocols', ['[https]', '[file, ssh]', '[]'], ['[http]', '[ext]', '["*"]'], 'SETTINGS_NOT_ONE_OF'],
  ['git.author_name', ['Replay', 'शिक्षा विभाग'], ['"a <b"', '""', '" a"'], 'SETTINGS_AUTHOR_INVALID'],
  ['git.author_email', ['a@b'], ['a', 'a@b@c', '"a b@c"', '<a@b>'], 'SETTINGS_AUTHOR_INVALID'],
  ['git.timeout_seconds', ['1', '3600'], ['0', '3601', '-1'], 'SETTINGS_OUT_OF_RANGE'],
  [
    'database.data_schema',
    ['public', 'cqube_3'],
    ['cqube_replay', 'cqube_replay_archive', 'pg_catalog', 'information_schema', 'Public', 'a-b', '"a;b"', '1a', '""'],
    'SETTINGS_SCHEMA_NAME_INVALID',
  ],
  ['database.lock_timeout_seconds', ['1'], ['0'], 'SETTINGS_OUT_OF_RANGE'],
  ['database.statement_timeout_seconds', ['0', '86400'], ['86401'], 'SETTINGS_OUT_OF_RANGE'],
  ['engine', ['postgres'], ['Postgres', 'mysql'], 'SETTINGS_NOT_ONE_OF'],
  ['engine', [], ['nifi'], 'SETTINGS_NIFI_ADDRESS_MISSING'],
  [
    'nifi.address',
    ['https://nifi:8443', 'http://127.0.0.1:8080/nifi/', 'https://proxy/cqube/nifi', 'none'],
    ['nifi:8443', 'https://nifi?x', 'ftp://nifi', 'https://nifi/#/x', '""'],
    'SETTINGS_NIFI_ADDRESS_INVALID',
  ],
  ['nifi.server_name', ['nifi.example.org', 'none'], ['"ni fi"', '-x', '""'], 'SETTINGS_NIFI_NAME_INVALID'],
  ['nifi.ca_file', ['/etc/ssl/ca.pem', 'none'], ['https://x'], 'SETTINGS_CA_FILE_INVALID'],
  ['nifi.sign_in', ['none', 'token'], ['oidc'], 'SETTINGS_NOT_ONE_OF'],
  ['nifi.sign_in', [], ['password', 'certificate'], 'SETTINGS_NIFI_INCOMPLETE'],
  ['nifi.user', ['replay', 'CN=replay, OU=cQube'], ['""', '" x"', '"a\\tb"'], 'SETTINGS_NIFI_NAME_INVALID'],
  ['nifi.token_file', ['/run/nifi-token', 'none'], ['x/'], 'SETTINGS_CA_FILE_INVALID'],
  ['nifi.certificate_file', ['replay.pem'], ['x/'], 'SETTINGS_CA_FILE_INVALID'],
  ['nifi.key_file', ['replay.key'], ['x/'], 'SETTINGS_CA_FILE_INVALID'],
  ['nifi.timeout_seconds', ['1', '600'], ['0', '601'], 'SETTINGS_OUT_OF_RANGE'],
  ['nifi.group', ['cqube-replay', 'पुनः चलाना'], ['""', `"${'x'.repeat(101)}"`], 'SETTINGS_NIFI_NAME_INVALID'],
  ['nifi.trigger', ['run', 'schedule'], ['always'], 'SETTINGS_NOT_ONE_OF'],
  ['nifi.deadline_minutes', ['1', '1440'], ['0', '1441'], 'SETTINGS_OUT_OF_RANGE'],
  [
    'nifi.database_url',
    ['jdbc:postgresql://db:5432/cqube?sslmode=require', 'none'],
    ['jdbc:postgresql://db/cqube?user=x', 'jdbc:mysql://db/x', 'postgresql://db/x', 'jdbc:postgresql://db'],
    'SETTINGS_JDBC_INVALID',
  ],
  ['nifi.database_user', ['cqube_nifi'], ['"a-b"', 'Nifi', '""'], 'SETTINGS_NIFI_NAME_INVALID'],
  ['nifi.driver_file', ['/opt/nifi/postgresql.jar', 'none'], ['lib/x.jar', '/', '/opt/'], 'SETTINGS_NIFI_PATH_INVALID'],
  ['nifi.emission_directory', ['/srv/emission', 'none'], ['emission'], 'SETTINGS_NIFI_PATH_INVALID'],
  ['nifi.s3_sign_in', ['keys', 'default'], ['role'], 'SETTINGS_NOT_ONE_OF'],
  ['nifi.loading_groups', ['[]'], ['[attendance]'], 'SETTINGS_NIFI_ADDRESS_MISSING'],
  ['nifi.loading_groups', [], ['[""]'], 'SETTINGS_NIFI_NAME_INVALID'],
  ['nifi.loading_minutes', ['1', '1440'], ['0', '1441'], 'SETTINGS_OUT_OF_RANGE'],
  ['emission.storage', ['local'], ['S3', 'azure'], 'SETTINGS_NOT_ONE_OF'],
  ['outputs.storage', ['local'], ['azure'], 'SETTINGS_NOT_ONE_OF'],
  [
    'emission.bucket',
    ['cqube-emission', 'a.b', 'none'],
    ['ab', 'A-bucket', 'a..b', '-ab', 's3://bucket', 'bucket/key', '""', 'a'.repeat(64)],
    'SETTINGS_BUCKET_INVALID',
  ],
  [
    's3.endpoint',
    ['http://127.0.0.1:7070', 'https://s3.example.org/', 'none'],
    ['minio:9000', 'https://s3.example.org/bucket', 'https://s3.example.org?x', 'ftp://s3.example.org', '"https:// x"'],
    'SETTINGS_ENDPOINT_INVALID',
  ],
  ['s3.region', ['ap-south-1', 'garage'], ['"ap south"', 'AP', '""'], 'SETTINGS_REGION_INVALID'],
  ['s3.ca_file', ['/etc/ssl/ca.pem', 'none'], ['""', 'certs/', 'https://x'], 'SETTINGS_CA_FILE_INVALID'],
  ['s3.path_style', ['true', 'false'], ['yes'], 'SETTINGS_NOT_A_SWITCH'],
  ['s3.timeout_seconds', ['1', '600'], ['0', '601'], 'SETTINGS_OUT_OF_RANGE'],
  ['s3.conditional_put', ['required', 'read_first'], ['off'], 'SETTINGS_NOT_ONE_OF'],
  ['emission.format', ['documented'], ['workflow'], 'SETTINGS_FORMAT_NEEDS_NIFI'],
  ['emission.format', [], ['csv'], 'SETTINGS_NOT_ONE_OF'],
  [
    'emission.directory',
    ['emission', '/srv/emission/', '../emission'],
    ['s3://bucket', '/', '""', '/srv/data_replay', 'data_retention/x'],
    'SETTINGS_EMISSION_DIRECTORY_UNSAFE',
  ],
  [
    'emission.prefix',
    ['cqube_replay', 'a/b/', 'replay/data_replay'],
    ['/a', 'a//b', 'A', '../a', '"a b"', '""'],
    'SETTINGS_PREFIX_INVALID',
  ],
  [
    'emission.prefix',
    [],
    routedPrefixes.flatMap((word) => [word, `${word}/x`, `${word}_2`, `${word}/`]),
    'SETTINGS_PREFIX_ROUTED',
  ],
  ['archive.enabled', ['true'], ['enabled'], 'SETTINGS_NOT_A_SWITCH'],
  [
    'archive.except',
    ['[]', '[udise, semester]'],
    ['[Udise]', '[__proto__]', '[constructor]'],
    'SETTINGS_SOURCE_UNKNOWN',
  ],
  ['archive.except', [], ['[udise, udise]'], 'SETTINGS_TWICE'],
  ['limits.rows_per_request', ['1', '1000000000000'], ['0', '1000000000001', '9'.repeat(400)], 'SETTINGS_OUT_OF_RANGE'],
  ['limits.rows_per_run', ['1'], ['1e3', '1.0', '1_000', '0x10', 'many', '""', 'Infinity'], 'SETTINGS_NOT_A_NUMBER'],
  ['limits.table_share', ['0.01', '1', '1.0'], ['0', '1.01', '-0.5', '0.0'], 'SETTINGS_OUT_OF_RANGE'],
  ['limits.table_share', [], ['50%', '.5', 'NaN', '"0,5"'], 'SETTINGS_NOT_A_NUMBER'],
  ['limits.table_share_from_rows', ['0'], ['-1'], 'SETTINGS_OUT_OF_RANGE'],
  ['limits.full_refresh', ['[udise, infrastructure, static]'], ['[crc]'], 'SETTINGS_SOURCE_NOT_FULL_REFRESH'],
  ['limits.full_refresh', [], ['[all]'], 'SETTINGS_SOURCE_UNKNOWN'],
  ...forgeValues,
  ['drift_tolerance_percent', ['0', '0.5', '100'], ['100.1', '-1'], 'SETTINGS_OUT_OF_RANGE'],
  ['stock_replay.ignore_open_rows_after_minutes', ['1', 'never'], ['0'], 'SETTINGS_OUT_OF_RANGE'],
  ['stock_replay.ignore_open_rows_after_minutes', [], ['null', 'Never', '""'], 'SETTINGS_NOT_A_NUMBER'],
  ['run.lease_seconds', ['15', '3600'], ['14', '3601'], 'SETTINGS_OUT_OF_RANGE'],
  ['run.resume_within_hours', ['1', '720'], ['0', '721'], 'SETTINGS_OUT_OF_RANGE'],
  ['added_sources.mid_day_meal', ['months', 'all'], ['month', 'SELECT'], 'SETTINGS_NOT_ONE_OF'],
  ['added_sources.udise', [], ['all'], 'SETTINGS_SOURCE_IS_CQUBES'],
  ['added_sources.Meals', [], ['all'], 'SETTINGS_SOURCE_NAME_INVALID'],
]

const line = (key: string, value: string): string =>
  key.includes('.') ? key.replace('.', ':\n  ') + `: ${value}` : `${key}: ${value}`

const taken = truthTable.flatMap(([key, values]) => values.map((value) => [line(key, value)] as const))
const refused = truthTable.flatMap(([key, , values, code]) => values.map((value) => [line(key, value), code] as const))

test.each(taken)('%s is taken, by the schema for editors too', (text) => {
  expect(told(read(text))).toBe('')
  expect(validateSettings(parse(text))).toBe(true)
})

test.each(refused)('%s is refused as %s', (text, code) => {
  const result = read(text)

  expect(codesOf(result)).toEqual([code])
  expect(result.settings).toBeNull()
})

test('a store in S3 is taken with its bucket only', () => {
  expect(codesOf(read('emission: {storage: s3, bucket: cqube-emission}'))).toEqual([])
  expect(codesOf(read('outputs: {storage: s3, bucket: cqube-output}'))).toEqual([])
  expect(told(read('outputs: {storage: s3, bucket: none}'))).toMatchInlineSnapshot(
    `"1:32 /outputs/bucket SETTINGS_BUCKET_MISSING: \`outputs\` has the storage \`s3\` and names no \`bucket\`. Fix: Name the bucket, or write \`storage: local\`."`,
  )
})

test('files are loaded by the runner from a directory only', () => {
  const text = 'emission: {storage: s3, bucket: cqube-emission}\ningestion: {embedded: true}'

  expect(told(read(text))).toMatchInlineSnapshot(
    `"2:23 /ingestion/embedded SETTINGS_EMBEDDED_NEEDS_LOCAL: \`embedded\` is true, and \`emission.storage\` is not \`local\`: the embedded ingestion reads files of a directory. Fix: Write \`ingestion.embedded: false\`, or \`emission.storage: local\`."`,
  )
})

test('a local remote is taken when its transport is listed', () => {
  expect(codesOf(read('git: {remote: /srv/git/x.git, protocols: [file]}'))).toEqual([])
})

test('each refusal says what is wrong and what to write', () => {
  const texts = [...new Map(refused.map(([text, code]) => [code, text])).values()].map((text) => told(read(text)))

  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "1:12 /time_zone SETTINGS_TIME_ZONE_UNKNOWN: \`time_zone\` is "", which is not the IANA name of a time zone. Fix: Write the IANA name of a time zone, such as \`Asia/Kolkata\`.
    2:19 /pull_requests/plan_by_daemon SETTINGS_NOT_A_SWITCH: \`plan_by_daemon\` is "on", which is neither \`true\` nor \`false\`. Fix: Write \`true\` or \`false\`.
    2:17 /approval/signers_file SETTINGS_PATH_UNSAFE: \`signers_file\` is ".git", which is not a plain folder below the root of the repository (letters, digits and . _ -, each part beginning with a letter or digit). Fix: Write a folder below the root of the repository, such as \`replay-requests\`.
    2:19 /git/reports_branch SETTINGS_BRANCH_UNSAFE: \`reports_branch\` is "--force", which git would read as an option. Fix: Write the plain name of the branch, such as \`main\`.
    2:11 /git/remote SETTINGS_REMOTE_UNSAFE: \`remote\` is "", which is neither the name of a remote nor an https, ssh or file address. Fix: Write the name of a remote, such as \`origin\`, or an https, ssh or file address.
    2:11 /git/remote SETTINGS_PROTOCOL_NOT_ALLOWED: \`remote\` is an address of the transport "file", which \`protocols\` does not list. Fix: Add the transport to \`git.protocols\`, or use an address of one that is listed.
    2:17 /added_sources/mid_day_meal SETTINGS_NOT_ONE_OF: \`mid_day_meal\` is "SELECT"; it can be \`months\`, \`dates\`, \`semesters\`, \`codes\`, \`all\`. Fix: Write one of \`months\`, \`dates\`, \`semesters\`, \`codes\`, \`all\`.
    2:17 /git/author_email SETTINGS_AUTHOR_INVALID: \`author_email\` is "<a@b>", which is no e-mail address. Fix: Write a name and an e-mail address that can stand in a commit.
    2:24 /run/resume_within_hours SETTINGS_OUT_OF_RANGE: \`resume_within_hours\` is 721; it can be from 1 to 720. Fix: Write a number from 1 to 720.
    2:16 /database/data_schema SETTINGS_SCHEMA_NAME_INVALID: \`data_schema\` is "", which is not a schema that can hold cQube's tables: a plain lower-case name, not one of the ledger or the server. Fix: Write the name of the schema that holds cQube's tables, usually \`public\`.
    2:19 /nifi/loading_groups SETTINGS_NIFI_ADDRESS_MISSING: \`nifi.loading_groups\` makes a run speak to NiFi, and \`nifi.address\` is not set. Fix: Write the address of NiFi, or take out what needs it.
    2:12 /nifi/address SETTINGS_NIFI_ADDRESS_INVALID: \`address\` is "", which is not the address of a NiFi: http or https, a host, perhaps a port and a path. Fix: Write it as \`https://nifi.example.org:8443\`; credentials never stand here.
    2:20 /nifi/loading_groups/0 SETTINGS_NIFI_NAME_INVALID: \`loading_groups\` is "", which is not a name of 1 to 100 characters on one line, without blanks at its ends. Fix: Write the name as NiFi, the machine or the database shows it.
    2:12 /s3/ca_file SETTINGS_CA_FILE_INVALID: \`ca_file\` is "https://x", which is not the path of a file. Fix: Write the path of a PEM file, or \`none\`.
    2:12 /nifi/sign_in SETTINGS_NIFI_INCOMPLETE: \`sign_in\` is \`certificate\`, which needs \`certificate_file\` and \`key_file\`. Fix: Add what is missing, or choose another \`sign_in\`.
    2:17 /nifi/database_url SETTINGS_JDBC_INVALID: \`database_url\` is "jdbc:postgresql://db", which is not the JDBC address of a database, without user and password. Fix: Write it as \`jdbc:postgresql://db.example.org:5432/cqube\`, or \`none\`.
    2:23 /nifi/emission_directory SETTINGS_NIFI_PATH_INVALID: \`emission_directory\` is "emission", which is not an absolute path on NiFi's machine. Fix: Write the whole path, from \`/\` on, as NiFi's machine has it, or \`none\`.
    2:11 /emission/bucket SETTINGS_BUCKET_INVALID: \`bucket\` is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…", which is not the name of a bucket: 3 to 63 lower-case letters, digits, \`-\` and \`.\`, nothing else. Fix: Write the name of the bucket alone, without \`s3://\` and without a key.
    2:13 /s3/endpoint SETTINGS_ENDPOINT_INVALID: \`endpoint\` is "https:// x", which is not the plain address of a server: http or https, a host, perhaps a port. Fix: Write it as \`https://s3.example.org:9000\`, or \`none\` for Amazon; credentials never stand here.
    2:11 /s3/region SETTINGS_REGION_INVALID: \`region\` is "", which is not the name of a region. Fix: Write the region of the bucket, such as \`ap-south-1\`; \`us-east-1\` where the server has none.
    2:11 /emission/format SETTINGS_FORMAT_NEEDS_NIFI: \`format\` is "workflow", which the stock flow data_replay_transformer reads: it would delete by itself what the engine \`postgres\` deletes, without the ledger. Fix: Write \`format: documented\`.
    2:14 /emission/directory SETTINGS_EMISSION_DIRECTORY_UNSAFE: \`directory\` is "data_retention/x", which lies in "data_retention", an inbox of the stock flow. Fix: Write the path of the emission folder, outside of \`data_replay\` and \`data_retention\`.
    2:11 /emission/prefix SETTINGS_PREFIX_INVALID: \`prefix\` is "", which is not made of plain lower-case names between slashes. Fix: Write lower-case letters, digits, \`_\`, \`-\` and \`/\`, such as \`cqube_replay\`.
    2:11 /emission/prefix SETTINGS_PREFIX_ROUTED: \`prefix\` is "telemetry/", which begins with "telemetry": a flow of stock cQube takes what lies there, and would process our documents as its own. Fix: Choose a prefix that begins with no word the stock flows route, such as \`cqube_replay\`.
    2:18 /limits/full_refresh/0 SETTINGS_SOURCE_UNKNOWN: \`full_refresh\` names "all", which is not a data source. Fix: Name a data source of cQube, or one that \`added_sources\` declares.
    2:19 /archive/except/1 SETTINGS_TWICE: \`except\` names "udise" twice. Fix: Name it once.
    2:35 /stock_replay/ignore_open_rows_after_minutes SETTINGS_NOT_A_NUMBER: \`ignore_open_rows_after_minutes\` is "", which is not a whole number. Fix: Write the number in digits, without separators or a unit.
    2:18 /limits/full_refresh/0 SETTINGS_SOURCE_NOT_FULL_REFRESH: \`full_refresh\` names "crc", which is replayed by slices and never as a whole. Fix: Name data sources that are replayed as a whole: udise, infrastructure, static.
    2:13 /approval/provider SETTINGS_APPROVERS_MISSING: \`provider\` is \`signed-commits\`, and \`approvers\` names nobody. Fix: Name as many people as must approve, or a team; or write \`provider: none\`.
    2:15 /approval/approvers/0 SETTINGS_APPROVER_INVALID: \`approvers\` is "asha rao", which is no login, no \`organisation/team\` and no principal. Fix: Write the login of a person, a team as \`organisation/team\` (GitHub only), or a principal of the allowed-signers file.
    2:12 /github/api_url SETTINGS_API_URL_INVALID: \`api_url\` is "", which is not the https address of GitHub's interface. Fix: Write it as \`https://github.example.org/api/v3\`, or \`none\`; a token never stands here.
    2:15 /github/repository SETTINGS_REPOSITORY_INVALID: \`repository\` is "/a", which is not \`owner/name\`. Fix: Write it as \`owner/name\`, or \`none\`.
    2:3 /added_sources/udise SETTINGS_SOURCE_IS_CQUBES: "udise" is one of cQube's own data sources. Fix: Remove the entry: the ten data sources of cQube are always known.
    2:3 /added_sources/Meals SETTINGS_SOURCE_NAME_INVALID: "Meals" cannot name a data source. Fix: Write a lower-case letter, then lower-case letters, digits and \`_\`, at most 63 together."
  `)
})

test('`never` is no limit at all, and not the default', () => {
  const {settings} = read('archive: {keep_days: never}\nstock_replay: {ignore_open_rows_after_minutes: never}\n')

  expect(settings?.archive.keepDays).toBeNull()
  expect(settings?.stockReplayIgnoreAfterMinutes).toBeNull()
})
