import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'
import {pullRequestEvent} from '../../support/action/events.ts'
import {elementsOf, rendered, textOutsideOfCode} from '../../support/action/rendered.ts'
import {spawnAction, type ActionEnd} from '../../support/action/spawn-action.ts'
import {pullRequestWorkspace} from '../../support/action/workspace.ts'

const texts = [
  '::error file=a.yaml::forged',
  '\n::set-output name=outcome::done',
  '\r::add-mask::cqube',
  '##[error]forged',
  '\n##[group]forged',
  '::stop-commands::token',
  '%0A::warning::forged',
  '![x](https:%2F%2Fevil.example)',
  '[x](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '<h1>approved<!--',
  '@octocat #1 GH-12 www.evil.example',
  '- [x] approved',
  '\n# heading\n\n- [ ] item',
  '`` ``` `',
  '|a|b|\n|-|-|',
  '\u001b[2Jcleared',
  '\u202Egnp.exe',
]

let remote: GitRemote
let end: ActionEnd
beforeAll(async () => {
  remote = createGitRemote()
  const names = texts.map((text, n) => [`replay-requests/${n}${text.replaceAll('/', '')}.yaml`, 'reason: x\n'])
  // As a key that nobody knows, as values, and as a reason.
  const contents = texts.map((text, n) => [
    `replay-requests/content-${n}.json`,
    JSON.stringify({
      reason: `${text} and more`,
      [text]: text,
      ticket: text,
      replay: {[text]: 'all', crc: {year: text, months: [text]}},
    }),
  ])
  const settings = Object.fromEntries(texts.map((text) => [text, text]))
  const files = Object.fromEntries([...names, ...contents]) as Record<string, string>
  remote.commit({...files, 'cqube-replay.yaml': JSON.stringify(settings)}, {branch: 'requests'})
  const {directory, ...facts} = pullRequestWorkspace(remote, 'requests')
  end = await spawnAction({
    event: pullRequestEvent({...facts, branch: '::error::branch', from: 'evil/##[error]fork'}),
    workspace: directory,
  })
})
afterAll(() => {
  remote.remove()
})

describe('what a pull request says', () => {
  it('is judged to its end', () => {
    expect(end.outputs).toMatchObject({outcome: 'problems', code: ''})
    expect(Number(end.outputs['errors'])).toBeGreaterThan(3 * texts.length)
  })

  it('becomes no command of the workflow, only text of ours in ten annotations', () => {
    const names = new Set(end.commands.map(({name}) => name))

    expect([...names].sort()).toEqual(['error', 'warning'])
    expect(end.annotations.filter(({name}) => name === 'error').length).toBe(10)
    for (const {properties} of end.annotations) expect(properties['title']).toMatch(/^[A-Z_]+: /)
  })

  it('moves no cursor in the log', () => {
    // One line feed a line, and no other character that cannot be seen.
    const unseen = end.stdout.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu) ?? []

    expect([...new Set(unseen)]).toEqual(['\n'])
    expect(end.stderr).toBe('')
  })

  it('becomes no element of the summary', () => {
    const html = rendered(end.summary)

    expect([...new Set(elementsOf(html))].sort()).toEqual(
      ['code', 'h2', 'h3', 'li', 'p', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'].filter((name) =>
        html.includes(`<${name}`),
      ),
    )
    expect(html).not.toContain('<!--')
    expect(html.match(/<h2/g)?.length).toBe(1)
    // A file each, with a path in code.
    for (const heading of html.match(/<h3>.*<\/h3>/g) ?? []) expect(heading).toMatch(/^<h3><code>/)
  })

  it('mentions nobody and links to nothing', () => {
    const text = textOutsideOfCode(rendered(end.summary))

    expect(text).not.toMatch(/@|#\d|GH-\d|www\.|https?:|\b[0-9a-f]{7,40}\b/)
  })
})
