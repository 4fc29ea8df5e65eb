import {describe, expect, it} from 'vitest'
import {handedOn} from '../../../src/action/handed-on.ts'
import type {InputName} from '../../../src/action/registry.ts'

const handed = (
  environment: Readonly<Record<string, string>>,
  given: Readonly<Partial<Record<InputName, string>>>,
): Readonly<Record<string, string | undefined>> => handedOn(environment, {input: (name) => given[name] ?? ''})

describe('the environment of a command', () => {
  it('has the token of the inputs for git and for GitHub', () => {
    expect(handed({PATH: '/bin'}, {token: 'job'})).toEqual({
      PATH: '/bin',
      CQUBE_REPLAY_GIT_TOKEN: 'job',
      CQUBE_REPLAY_GITHUB_TOKEN: 'job',
    })
  })

  it("keeps the operator's own token, also one in a file, of each of the two", () => {
    const environment = {CQUBE_REPLAY_GIT_TOKEN_FILE: '/run/token', CQUBE_REPLAY_GITHUB_TOKEN: 'own'}

    expect(handed(environment, {token: 'job'})).toEqual(environment)
  })

  it('has the App of the inputs', () => {
    expect(handed({}, {'app-id': '7', 'app-private-key': 'PEM'})).toEqual({
      CQUBE_REPLAY_GITHUB_APP_ID: '7',
      CQUBE_REPLAY_GITHUB_APP_KEY: 'PEM',
    })
  })

  it('has nothing for what was not given', () => {
    expect(handed({CQUBE_REPLAY_GIT_TOKEN: ''}, {})).toEqual({CQUBE_REPLAY_GIT_TOKEN: ''})
  })

  it("lacks the runner's own names of the inputs, which hold the tokens once more", () => {
    expect(handed({INPUT_TOKEN: 'job', 'INPUT_APP-PRIVATE-KEY': 'PEM', INPUTS: 'x'}, {})).toEqual({INPUTS: 'x'})
  })
})
