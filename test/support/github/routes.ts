import type {BareRepository} from './bare-repository.ts'
import type {Json} from './complete.ts'
import type {GithubToken, Model} from './model.ts'

/** What a request meets. */
export interface Call {
  readonly model: Model
  readonly git: BareRepository
  readonly token: GithubToken
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Json
}

export interface Reply {
  readonly status: number
  /** Undefined: none. Of a list all, which the server cuts into pages. */
  readonly body?: unknown
}

export interface Route {
  /**
   * Any of these is enough, each as `name=level`; GitHub names them in `x-accepted-github-permissions`. Of a public
   * repository's own facts everybody may read: `metadata=read`.
   */
  readonly permissions: readonly string[]
  readonly answer: (call: Call) => Reply
}

export const routes = (of: Readonly<Record<string, Route>>): Readonly<Record<string, Route>> => of

const documentation = 'https://docs.github.com/rest'

/** An answer that says no, in GitHub's form. */
export const refusal = (status: number, message: string, more: Json = {}): Reply => ({
  status,
  body: {message, documentation_url: documentation, ...(status === 422 ? {} : {status: String(status)}), ...more},
})

export const notFound: Reply = refusal(404, 'Not Found')
