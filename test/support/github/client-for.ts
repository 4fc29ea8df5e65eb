import {createGithubClient, openGithubExchange, type GithubClient} from '../../../src/adapters/github/github-client.ts'
import {createFakeClock, type FakeClock} from '../../fakes/clock.ts'
import type {GithubServer} from './server.ts'

/** A client of the test's server, whose pauses take no time. */
export function clientFor(
  github: Pick<GithubServer, 'apiUrl' | 'repository'>,
  token: string,
  {timeoutMs = 2000, clock = createFakeClock()}: {readonly timeoutMs?: number; readonly clock?: FakeClock} = {},
): GithubClient {
  return createGithubClient({
    apiUrl: github.apiUrl,
    repository: github.repository,
    token: async () => token,
    send: openGithubExchange(timeoutMs),
    clock,
    random: () => 0.5,
  })
}
