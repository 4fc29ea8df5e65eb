import type {Endpoints} from '@octokit/types'

export type Route = keyof Endpoints

/** What a route takes beside owner and name of the repository. */
export type Parameters<R extends Route> = Omit<Endpoints[R]['parameters'], 'owner' | 'repo' | 'baseUrl' | 'headers'>

/** One repository of a GitHub. Throws GITHUB_UNREACHABLE, GITHUB_LIMITED, GITHUB_PERMISSION_MISSING, GITHUB_REFUSED, GITHUB_FAILED. */
export interface GithubClient {
  /** `owner/name` */
  readonly repository: string
  /** @param parameters without owner and repo */
  call<R extends Route>(route: R, parameters: Parameters<R>): Promise<Endpoints[R]['response']['data']>
  /** Every page of a list, in order. */
  all<R extends Route>(
    route: R,
    parameters: Parameters<R>,
  ): Promise<Endpoints[R]['response']['data'] extends readonly (infer T)[] ? T[] : never>
}
