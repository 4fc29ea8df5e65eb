import {request} from '@octokit/request'
import type {Endpoints} from '@octokit/types'
import {askedOf, createAsk, type AskOptions, type Question} from './asking.ts'
import {openExchange, type Answer, type Send} from './exchange.ts'
import {failure} from './github-failure.ts'
import {nextPage} from './next-page.ts'
import {jsonOf} from './plain-words.ts'

export type Route = keyof Endpoints

/** What a route takes beside owner and name of the repository. */
export type Parameters<R extends Route> = Omit<Endpoints[R]['parameters'], 'owner' | 'repo' | 'baseUrl' | 'headers'>

/** One repository of a GitHub. Throws GITHUB_UNREACHABLE, GITHUB_LIMITED, GITHUB_PERMISSION_MISSING, GITHUB_REFUSED, GITHUB_FAILED. */
export interface GithubClient {
  /** `owner/name` */
  readonly repository: string
  /**
   * A write is sent once: where nobody knows whether it was done, GITHUB_UNREACHABLE or GITHUB_FAILED has the detail
   * `ambiguous`. GITHUB_REFUSED and GITHUB_PERMISSION_MISSING have the detail `status`.
   * @param parameters without owner and repo
   * @returns undefined for an answer without content
   */
  call<R extends Route>(route: R, parameters: Parameters<R>): Promise<Endpoints[R]['response']['data']>
  /** Every page of a list, in order; never a part of it. */
  all<R extends Route>(
    route: R,
    parameters: Parameters<R>,
  ): Promise<Endpoints[R]['response']['data'] extends readonly (infer T)[] ? T[] : never>
}

export interface GithubClientOptions extends AskOptions {
  /** `owner/name` */
  readonly repository: string
}

/** No answer of GitHub comes near it; the text of its failure names it. */
const mostAnswerBytes = 20_000_000
const mostPages = 100
const pageSize = 100

export const openGithubExchange = (timeoutMs: number): Send => openExchange({timeoutMs, mostBytes: mostAnswerBytes})

export function createGithubClient(options: GithubClientOptions): GithubClient {
  const {apiUrl, repository} = options
  const ask = createAsk(options)

  const questionOf = (route: string, parameters: object): Question => {
    const asked = request.endpoint(route, {...parameters, ...ownerOf(repository, route), baseUrl: apiUrl})
    const body = asked.body as object | undefined
    const {method, url} = asked
    return {method, url, body: body === undefined ? null : JSON.stringify(body), isRepeatable: method === 'GET'}
  }

  return {
    repository,
    call: async (route, parameters) => {
      const question = questionOf(route, parameters)
      return content(apiUrl, question, await ask(question))
    },
    all: async (route, parameters) => {
      const items: unknown[] = []
      const patience = {waitedMs: 0}
      let question = questionOf(route, {per_page: pageSize, ...parameters})
      for (let page = 1; ; page++) {
        const answer = await ask(question, patience)
        const list = content(apiUrl, question, answer)
        if (!Array.isArray(list)) throw failure('GITHUB_FAILED', askedOf(apiUrl, question), 'the answer is no list')
        for (const item of list) items.push(item)
        const url = nextPage(askedOf(apiUrl, question), answer.headers.get('link'))
        if (url === null) return items as never
        if (page === mostPages) {
          const why = `the list has more than ${mostPages} pages, and a part of it is none`
          throw failure('GITHUB_REFUSED', askedOf(apiUrl, question), why)
        }
        question = {...question, url}
      }
    },
  }
}

/** What a template does not name would become part of the query or of the body. */
function ownerOf(repository: string, route: string): Record<string, string> {
  const [owner = '', repo = ''] = repository.split('/')
  return route.includes('{owner}') ? {owner, repo} : {}
}

function content(apiUrl: string, question: Question, {status, text}: Answer): unknown {
  if (status === 204) return undefined
  const data = jsonOf(text)
  const why = data === undefined ? 'the answer is no JSON' : 'the answer is neither an object nor a list'
  if (typeof data !== 'object' || data === null)
    throw failure('GITHUB_FAILED', askedOf(apiUrl, question), why, !question.isRepeatable, {status})
  return data
}
