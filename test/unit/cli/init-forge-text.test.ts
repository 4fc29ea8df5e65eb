import {describe, expect, it} from 'vitest'
import {forgeStep} from '../../../src/cli/init-forge-text.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import {builtAction, unknownAction} from '../../../src/core/init/action-reference.ts'
import type {Forge} from '../../../src/core/init/forge.ts'

const settings = defaultSettings()
const step = (forge: Forge, action: string, address: string | null = null, chosen = settings): string =>
  forgeStep({
    folder: '/srv/replays',
    repository: 'there',
    files: [],
    problems: [],
    settings: chosen,
    notTaken: [],
    address,
    host: {forge, action},
  })
    .flat()
    .join('\n')
const mine = `state/cqube-replay@${'0a1b2c3d4e'.repeat(4)}`

describe('what init says of the forge', () => {
  it('asks for the commit where the program does not know its own', () => {
    expect(step('github', unknownAction)).toContain(
      '\n- in .github/workflows, write your copy of cqube-replay for your-organisation/cqube-replay, and its commit for the zeros\n',
    )
    expect(step('github', builtAction('0a1b2c3d4e'.repeat(4), '1.0.0'))).toContain(
      '\n- in .github/workflows, write your copy of cqube-replay for your-organisation/cqube-replay\n',
    )
    expect(step('github', mine)).not.toContain('write your copy')
  })

  it('asks for no runner and no role of a plan that the daemon makes', () => {
    const byDaemon = {...settings, pullRequests: {...settings.pullRequests, planByDaemon: true}}

    expect(step('github', mine)).toContain('cqube-replay-plan')
    expect(step('github', mine, null, byDaemon)).not.toContain('cqube-replay-plan')
  })

  it('says what a server of GitHub has not', () => {
    expect(step('github-server', mine)).toMatchInlineSnapshot(`
      "Make what the workflows need on GitHub (docs/github-action.md leads through it):
      - environment cqube-replay: branch main only, its reviewers, and the secrets that the workflow names
      - environment cqube-replay-plan: a DATABASE_URL whose role may read and nothing else
      - self-hosted runners with the labels cqube-replay-run, cqube-replay-plan, cqube-replay-validate
      - protection of main: reviews, code owners, the required check "cqube-replay validate"
      - GitHub Enterprise Server takes no artifacts of the present kind: verdicts get no comment there"
    `)
  })

  it('is silent on a remote that is elsewhere, and a hint where there is none yet', () => {
    expect(step('none', mine, 'git@gitlab.com:state/replays.git')).toBe('')
    expect(step('none', mine)).toContain('cqube-replay init --forge github')
  })
})
