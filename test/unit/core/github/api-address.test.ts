import {describe, expect, test} from 'vitest'
import {addressOfRemote, apiAddress, namedAddress} from '../../../../src/core/github/api-address.ts'

const nothing = {apiUrl: null, repository: null, timeoutSeconds: 20}

describe('of the remote', () => {
  test.each([
    ['https://github.com/state/replays.git', 'https://api.github.com', 'state/replays'],
    ['https://github.com/state/replays', 'https://api.github.com', 'state/replays'],
    ['https://GitHub.com/state/replays/', 'https://api.github.com', 'state/replays'],
    ['git@github.com:state/replays.git', 'https://api.github.com', 'state/replays'],
    ['ssh://git@github.com/state/replays.git', 'https://api.github.com', 'state/replays'],
    ['ssh://git@ssh.github.com:443/state/replays.git', 'https://api.github.com', 'state/replays'],
    ['https://git.state.example/state/replays.git', 'https://git.state.example/api/v3', 'state/replays'],
    ['https://git.state.example:8443/state/replays.git', 'https://git.state.example:8443/api/v3', 'state/replays'],
    ['git@git.state.example:state/replays.git', 'https://git.state.example/api/v3', 'state/replays'],
    ['ssh://git@git.state.example:2222/state/replays', 'https://git.state.example/api/v3', 'state/replays'],
    ['https://state.ghe.com/state/replays.git', 'https://api.state.ghe.com', 'state/replays'],
    ['https://github.com/state/replays.github.io.git', 'https://api.github.com', 'state/replays.github.io'],
  ])('%s is %s, %s', (remote, apiUrl, repository) => {
    expect(addressOfRemote(remote)).toEqual({apiUrl, repository})
  })

  test.each([
    '/srv/git/replays.git',
    'file:///srv/git/replays.git',
    'origin',
    'https://git.state.example/replays.git',
    'https://gitlab.example/state/education/replays.git',
    'https://anita:secret@github.com/state/replays.git',
    'https://github.com/state/replays.git?x=1',
    'https://github.com/sta te/replays.git',
    'git@github.com:/state/../replays.git',
    'https://github.com/none',
    '',
  ])('%s says nothing', (remote) => {
    expect(addressOfRemote(remote)).toBeNull()
  })
})

describe('what is said outright', () => {
  const workflow = {GITHUB_API_URL: 'https://git.state.example/api/v3/', GITHUB_REPOSITORY: 'state/replays'}

  test('goes before the environment of a workflow, and that before the remote, each for itself', () => {
    const settings = {...nothing, apiUrl: 'https://other.example/api/v3'}

    expect(namedAddress(settings, workflow)).toEqual({
      apiUrl: 'https://other.example/api/v3',
      repository: 'state/replays',
    })
    expect(namedAddress(nothing, workflow)).toEqual({
      apiUrl: 'https://git.state.example/api/v3',
      repository: 'state/replays',
    })
    expect(namedAddress(nothing, {GITHUB_API_URL: '', GITHUB_REPOSITORY: ''})).toEqual({apiUrl: null, repository: null})
    expect(apiAddress({apiUrl: null, repository: 'a/b'}, 'git@github.com:state/replays.git')).toEqual({
      apiUrl: 'https://api.github.com',
      repository: 'a/b',
    })
  })

  test.each([
    [
      {GITHUB_API_URL: 'http://git.state.example'},
      /^Of the environment, `GITHUB_API_URL` is "http:\/\/git.state.example"/,
    ],
    [{GITHUB_REPOSITORY: 'replays'}, /^Of the environment, `GITHUB_REPOSITORY` is "replays"/],
  ])('%o is refused', (environment, message) => {
    expect(() => namedAddress(nothing, environment)).toThrow(message)
  })

  test('nothing anywhere is told with what to set', () => {
    const act = () => apiAddress({apiUrl: null, repository: null}, '/srv/git/replays.git')

    expect(act).toThrowErrorMatchingInlineSnapshot(
      `[ReplayError: cqube-replay.yaml does not say where the pull requests are, and the remote /srv/git/replays.git is no https or ssh address of a repository on GitHub. Set \`github.api_url\` and \`github.repository\`. Nothing was asked of GitHub.]`,
    )
  })
})
