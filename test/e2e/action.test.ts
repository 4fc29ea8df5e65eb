import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {parse} from 'yaml'

interface Action {
  readonly runs: {readonly steps: readonly {readonly run: string}[]}
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action
const script = action.runs.steps.at(-1)?.run ?? ''
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cqube-replay-action-'))
  mkdirSync(join(directory, 'replay-requests'))
})
afterEach(() => {
  rmSync(directory, {recursive: true})
})

const act = (command: string) =>
  spawnSync('bash', ['-c', script], {
    env: {...process.env, ACTION_PATH: process.cwd(), COMMAND: command, DIRECTORY: directory, NODE_NO_WARNINGS: '1'},
    encoding: 'utf8',
  })

it('fails the job for a request with a mistake', () => {
  writeFileSync(
    join(directory, 'replay-requests/a.yaml'),
    'reason: Month thirteen does not exist\nreplay: {crc: {year: 2020, months: [13]}}\n',
  )

  const {status, stdout} = act('validate')

  expect(stdout).toContain('MONTH_OUT_OF_RANGE')
  expect(status).toBe(1)
})

it('takes its command for one of three words, never for shell text', () => {
  const {status, stderr} = act('validate; touch "$DIRECTORY/owned"')

  expect(stderr).toContain('command is validate, plan or run')
  expect(existsSync(join(directory, 'owned'))).toBe(false)
  expect(status).toBe(1)
})
