import type {FakeRevision} from './model.ts'

/** An answer that is no success, as NiFi gives it: plain text. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

export function found<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Refusal(404, text)
  return value
}

/** A revision as a request gives it. */
export interface GivenRevision {
  readonly version?: unknown
  readonly clientId?: unknown
}

/**
 * Equal versions, or the same client that was the last (web/Revision.java).
 * @throws {Refusal} with NiFi's words
 */
export function claim(revision: FakeRevision, id: string, given: GivenRevision | undefined): void {
  if (given === undefined) throw new Refusal(400, 'Revision must be specified.')
  const clientId = typeof given.clientId === 'string' && given.clientId !== '' ? given.clientId : undefined
  const isOwn = clientId !== undefined && clientId === revision.clientId
  if (given.version !== revision.version && !isOwn) {
    throw new Refusal(
      400,
      `[${String(given.version)}, ${clientId ?? 'null'}, ${id}] is not the most up-to-date revision. ` +
        'This component appears to have been modified',
    )
  }
  revision.version += 1
  revision.clientId = clientId
}
