import {expect, it} from 'vitest'
import {forgeOf, hostOf, type Forge} from '../../../../src/core/init/forge.ts'

it.each([
  ['https://github.com/state/replays.git', 'github.com'],
  ['https://asha@github.com/state/replays', 'github.com'],
  ['https://Git.Example.org:8443/replays', 'git.example.org'],
  ['ssh://git@ssh.github.com:443/state/replays.git', 'ssh.github.com'],
  ['git@github.com:state/replays.git', 'github.com'],
  ['file:///srv/git/replays.git', null],
  ['/srv/git/github.com/replays.git', null],
  ['origin', null],
  ['', null],
])('the host of %j is %j', (address, host) => {
  expect(hostOf(address)).toBe(host)
})

it.each<[string, string | null, boolean, Forge]>([
  ['github.com', 'git@github.com:state/replays.git', false, 'github'],
  ['github.com by another door', 'ssh://git@ssh.github.com:443/state/replays.git', false, 'github'],
  ["GitHub's cloud for companies", 'https://state.ghe.com/edu/replays.git', false, 'github'],
  ['a server with GitHub in its name', 'git@github.state.gov.in:edu/replays.git', false, 'github-server'],
  ['a name that only ends like it', 'https://notgithub.com/edu/replays.git', false, 'github-server'],
  ['another server', 'https://git.state.gov.in/edu/replays.git', false, 'none'],
  ['another server, of which somebody says so', 'https://git.state.gov.in/edu/replays.git', true, 'github-server'],
  ['no remote', null, false, 'none'],
  ['no remote yet, as somebody says', null, true, 'github'],
  ['a path', '/srv/git/replays.git', false, 'none'],
])('takes %s for what it is', (_, address, isGithub, forge) => {
  expect(forgeOf({address, apiUrl: null, isGithub})).toBe(forge)
})

it('believes the settings more than the remote', () => {
  const address = 'git@mirror.example.org:edu/replays.git'

  expect(forgeOf({address, apiUrl: 'https://git.example.org/api/v3', isGithub: false})).toBe('github-server')
  expect(forgeOf({address, apiUrl: 'https://api.github.com', isGithub: false})).toBe('github')
  expect(forgeOf({address, apiUrl: 'https://api.state.ghe.com', isGithub: false})).toBe('github')
})
