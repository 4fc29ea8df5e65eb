import {describe, expect, it} from 'vitest'
import {secretTexts} from '../../../src/action/masked-secrets.ts'

const key = [
  '-----BEGIN RSA PRIVATE KEY-----',
  'MIIEcanaryline1',
  'canaryline2==',
  '-----END RSA PRIVATE KEY-----',
].join('\n')

describe('what no log may show', () => {
  it.each([
    ['INPUT_TOKEN', 'canary-1'],
    ['GITHUB_TOKEN', 'canary-2'],
    ['ACTIONS_RUNTIME_TOKEN', 'canary-3'],
    ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'canary-4'],
    ['CQUBE_REPLAY_GIT_TOKEN', 'canary-5'],
    ['CQUBE_REPLAY_GITHUB_TOKEN', 'canary-6'],
    ['CQUBE_REPLAY_NIFI_PASSWORD', 'canary-7'],
    ['PGPASSWORD', 'canary-8'],
    ['AWS_SECRET_ACCESS_KEY', 'canary-9'],
    ['AWS_SESSION_TOKEN', 'canary-10'],
  ])('is the value of %s', (name, value) => {
    expect(secretTexts({[name]: value})).toContain(value)
  })

  it.each(['INPUT_APP-PRIVATE-KEY', 'CQUBE_REPLAY_GITHUB_APP_KEY'])('is each line of the key in %s', (name) => {
    expect(secretTexts({[name]: key})).toEqual(expect.arrayContaining(['MIIEcanaryline1', 'canaryline2==']))
    // Else every log of any key would be blacked out, and the mask would tell nothing.
    expect(secretTexts({[name]: key})).not.toContain('-----BEGIN RSA PRIVATE KEY-----')
  })

  it.each([
    ['postgres://replay:canary@db.example.org/cqube', ['canary', 'replay:canary']],
    ['postgres://replay:can%40ary@db.example.org/cqube', ['can%40ary', 'can@ary']],
    ['postgres://db.example.org/cqube?user=replay&password=canary', ['canary']],
    ['host=db.example.org user=replay password=canary dbname=cqube', ['canary']],
    ["host=db.example.org password='can ary' dbname=cqube", ['can ary']],
  ])('is the password in the address of the database %s', (address, passwords) => {
    expect(secretTexts({DATABASE_URL: address})).toEqual(expect.arrayContaining([address, ...passwords]))
  })

  it('is the password of a proxy, and a token that stands alone in an address', () => {
    const masked = secretTexts({
      https_proxy: 'http://user:canary-p@proxy:3128',
      ANY: 'https://ghs_canarytoken@github.com/a',
    })

    expect(masked).toEqual(expect.arrayContaining(['canary-p', 'ghs_canarytoken']))
  })

  it('is a text of the shape of a secret, whatever the name of its variable', () => {
    expect(secretTexts({NOTHING: 'ghp_0123456789abcdefghij'})).toContain('ghp_0123456789abcdefghij')
  })
})

describe('a log still shows', () => {
  it('what is no secret, though its name sounds like one', () => {
    const environment = {
      CQUBE_REPLAY_GIT_TOKEN_FILE: '/run/secrets/token',
      CQUBE_REPLAY_GITHUB_APP_KEY_FILE: '/run/secrets/key',
      CQUBE_REPLAY_GIT_USER: 'x-access-token',
      'INPUT_APP-ID': '12345',
      SSH_AUTH_SOCK: '/tmp/agent',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example.org/token',
      DATABASE_URL: 'postgres://replay@db.example.org/cqube',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'state/replay',
      PATH: '/usr/bin',
    }

    expect(secretTexts(environment)).toEqual([])
  })

  it('words that are too short to keep anything secret, and empty values', () => {
    expect(secretTexts({INPUT_TOKEN: '', GITHUB_TOKEN: 'abc', PGPASSWORD: '  '})).toEqual([])
  })
})
