import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {readVerdict} from '../../../src/core/github/verdict.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {pullRequestEvent} from '../../support/action/events.ts'
import {spawnAction, type ActionEnd} from '../../support/action/spawn-action.ts'
import {pullRequestWorkspace} from '../../support/action/workspace.ts'

const filesWithErrors = 2_500
/** Four errors and a warning. */
const months = 'reason: Four months that no calendar has\nreplay:\n  crc: {year: 2021, months: [13, 14, 15, 16]}\n'

let remote: GitRemote
let end: ActionEnd
let workspace: string
beforeAll(async () => {
  remote = createGitRemote()
  const names = Array.from({length: filesWithErrors}, (_, n) => `replay-requests/${'deep/'.repeat(8)}${n}.yaml`)
  remote.commit(Object.fromEntries(names.map((name) => [name, months])), {branch: 'requests'})
  const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')
  workspace = directory
  end = await spawnAction({
    event: pullRequestEvent(facts),
    workspace,
    inputs: {'verdict-file': 'verdict.json', sarif: 'problems.sarif'},
  })
}, 240_000)
afterAll(() => {
  remote.remove()
})

describe('ten thousand mistakes in one pull request', () => {
  it('are counted, all of them', () => {
    expect(end.exitCode).toBe(1)
    expect(end.outputs).toMatchObject({errors: '10000', warnings: '2500', outcome: 'problems', code: ''})
    expect(end.summary).toContain('| 2,500 | 10,000 | 2,500 | 0 |')
  })

  it('leave no more annotations than GitHub shows, and a word about the rest', () => {
    const ofKind = (kind: string): number => end.annotations.filter(({name}) => name === kind).length

    expect({error: ofKind('error'), warning: ofKind('warning')}).toEqual({error: 10, warning: 10})
    expect(end.log).toContain('9990 more of the kind error are not shown beside the files; see the summary.')
  })

  it('fill the summary up to its limit, whole problems only, and the rest is counted', () => {
    const shown = end.summary.match(/^- Line /gm)?.length ?? 0
    const [, left] = /\*\*([\d,]+) more not shown\.\*\*/.exec(end.summary) ?? []

    expect(Buffer.byteLength(end.summary)).toBeGreaterThan(900_000)
    expect(Buffer.byteLength(end.summary)).toBeLessThanOrEqual(1_048_576)
    expect(shown + Number(left?.replaceAll(',', ''))).toBe(12_500)
    expect(end.summary.match(/^- Line /gm)?.length).toBe(end.summary.match(/^ {2}\*\*Fix:\*\*/gm)?.length)
  })

  it('are handed over to a second workflow in a file that it reads', () => {
    const bytes = readFileSync(join(workspace, 'verdict.json'))
    const verdict = readVerdict(bytes, 'verdict.json')

    expect(bytes.length).toBeLessThanOrEqual(262_144)
    expect(verdict).toMatchObject({errors: 10_000, warnings: 2_500, files: filesWithErrors})
    expect(verdict.problems.length).toBeGreaterThan(50)
    expect(verdict.problems.every(({severity}) => severity === 'error')).toBe(true)
  })

  it('stand in the SARIF file, as many as code scanning takes', () => {
    const sarif = JSON.parse(readFileSync(join(workspace, 'problems.sarif'), 'utf8')) as {
      readonly version: string
      readonly runs: readonly {readonly results: readonly unknown[]}[]
    }

    expect(sarif.version).toBe('2.1.0')
    expect(sarif.runs[0]?.results.length).toBeGreaterThan(0)
  })
})
