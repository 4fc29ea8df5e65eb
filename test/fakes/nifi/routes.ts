import type {Profile} from './profile.ts'
import type {GivenRevision} from './refusal.ts'
import type {Model} from './model.ts'
import type {Requests} from './requests.ts'

export interface Call {
  readonly model: Model
  readonly profile: Profile
  readonly requests: Requests
  /** What stood in place of the `:` words of the route. */
  readonly ids: readonly string[]
  readonly query: URLSearchParams
  readonly body: Body
}

export interface Body {
  readonly id?: string
  readonly state?: string
  readonly revision?: GivenRevision
  readonly processGroupRevision?: GivenRevision
  readonly component?: Readonly<Record<string, unknown>>
  readonly versionedFlowSnapshot?: unknown
}

export interface Reply {
  readonly status: number
  readonly body: unknown
}

/** @throws {Refusal} */
export type Route = readonly [pattern: string, answer: (call: Call) => Reply]

export const ok = (body: unknown): Reply => ({status: 200, body})
export const created = (body: unknown): Reply => ({status: 201, body})
export const accepted = (body: unknown): Reply => ({status: 202, body})

/** Deletions carry the revision in the query. */
export const queryRevision = (query: URLSearchParams): GivenRevision => ({
  version: Number(query.get('version')),
  clientId: query.get('clientId') ?? undefined,
})
