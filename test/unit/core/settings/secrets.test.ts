import {expect, test} from 'vitest'
import {codesOf, read, told} from './settings-text.ts'

const canary = 'c4n4ryV4lue'

const secrets = [
  `password: ${canary}`,
  `database: {password: ${canary}}`,
  `database: {PGPASSWORD: ${canary}}`,
  `database: {user_pass: ${canary}}`,
  `git: {token: ${canary}}`,
  `git: {github-token: ${canary}}`,
  `aws: {secret_access_key: ${canary}}`,
  `aws: {accessKey: ${canary}}`,
  `secrets: {first: ${canary}, second: [${canary}]}`,
  `credentials:\n  - ${canary}`,
  `git: {remote: "https://runner:${canary}@git.example.org/replay.git"}`,
  `git: {remote: "https://${canary}@git.example.org/replay.git"}`,
  `git: {remote: "https://:${canary}@git.example.org/replay.git"}`,
  `git: {branch: "ssh://git:${canary}@git.example.org/x"}`,
  `database: {data_schema: "postgres://cqube:${canary}/@x@db/cqube"}`,
  `emission: {directory: "postgresql://cqube:${canary}@db/cqube"}`,
  `database: {dsn: "host=db password=${canary}"}`,
  `time_zone: ghp_${canary}0123456789`,
  `archive: {except: ["https://a:${canary}@b"]}`,
  `added_sources: {"https://a:${canary}@b": months}`,
  `added_sources: {mine: "https://a:${canary}@b"}`,
  `"https://a:${canary}@b": true`,
  `paused: {deep: {deeper: ["https://a:${canary}@b"]}}`,
  `engine: "password: ${canary}"`,
]

test.each(secrets)('%s is refused and not shown', (text) => {
  const result = read(text)

  expect(result.settings).toBeNull()
  expect(codesOf(result)).toContain('SETTINGS_HOLD_SECRET')
  expect(JSON.stringify(result)).not.toContain(canary)
})

test.each([
  `password: [${canary}`,
  `password: "${canary}`,
  `password: *${canary}`,
  `password: !!str ${canary}`,
  `password:\n  *${canary}`,
  `? {password: ${canary}}\n: 1`,
  `"https://a:${canary}@b": 1\n"https://a:${canary}@b": 2`,
  `database: {url: *${canary}, password: x}`,
  `password: ${canary}\npassword: ${canary}2`,
  `password: ${canary}\n  nested: true`,
])('a file that cannot be read does not show the secret in it: %s', (text) => {
  const result = read(text)

  expect(result.settings).toBeNull()
  expect(JSON.stringify(result)).not.toContain(canary)
})

test('a file that cannot be read and holds no secret is quoted', () => {
  const [problem] = read('paused: *yes').problems

  expect(problem?.what).toContain('*yes')
})

test('a file that cannot be read tells no more than the title beside a secret', () => {
  expect(told(read(`password: *${canary}`))).toMatchInlineSnapshot(
    `"1:11  YAML_ALIAS: The file uses an anchor or an alias; it is not quoted, since the file seems to hold a secret. Fix: Write the value out where it is meant, without \`&\` and \`*\`; a text that begins with one of them goes in quotes."`,
  )
})

test('a secret does not hide other mistakes, nor they it', () => {
  const result = read(`time_zone: Mars\ndatabase:\n  password: ${canary}\n  lock_timeout_second: 5\n`)

  expect(told(result)).toMatchInlineSnapshot(`
    "1:12 /time_zone SETTINGS_TIME_ZONE_UNKNOWN: \`time_zone\` is "Mars", which is not the IANA name of a time zone. Fix: Write the IANA name of a time zone, such as \`Asia/Kolkata\`.
    3:13 /database/password SETTINGS_HOLD_SECRET: \`password\` looks like a secret, which everyone who reads the repository could use. Fix: Remove it from the file and from the history of the repository, change the secret, and give the new one in the environment (PGPASSWORD, DATABASE_URL or AWS_SECRET_ACCESS_KEY).
    4:3 /database/lock_timeout_second SETTINGS_KEY_UNKNOWN: There is no key "lock_timeout_second" here; did you mean \`lock_timeout_seconds\`? Fix: Write \`lock_timeout_seconds\`, or remove the key."
  `)
})

test.each([
  'git: {remote: "ssh://git@git.example.org/replay.git"}',
  'git: {remote: "git@git.example.org:state/replay.git"}',
  'git: {remote: "https://git.example.org/replay.git"}',
  'git: {author_email: replay@example.org}',
  'added_sources: {compass: months, monkeys: codes}',
])('%s holds no secret', (text) => {
  expect(codesOf(read(text))).toEqual([])
})
