import {ReplayError} from '../../core/replay-error.ts'
import type {Client} from './client.ts'
import {isTrueAt, textAt, type Part} from './lenient-json.ts'
import {plainLine} from './plain-line.ts'

/** A request that NiFi works on by itself: it is put, asked after, and taken away. */
export interface AsyncRequest {
  /** What it does, for people: `replacing the flow of "x"`. */
  readonly what: string
  /** @returns what NiFi said when it took the request */
  readonly start: () => Promise<Part>
  /** Where it is asked after, and deleted. */
  readonly path: (id: string) => string
  /** The part of the answers that speaks of the request. */
  readonly key: string
  /** Under which names that part has its id and its end: not all requests have the same. */
  readonly idKey: string
  readonly endKey: string
  readonly withinMs: number
}

const firstPollMs = 50
const mostPollMs = 500
const mostStarts = 2

/**
 * Done twice when NiFi forgets it, which a restart or a balancer between its nodes does: only for what may be done twice.
 * @returns the last answer
 * @throws {ReplayError} NIFI_REFUSED with NiFi's reason; NIFI_FAILED after `withinMs`, with the request taken back
 */
export async function complete(client: Client, request: AsyncRequest): Promise<Part> {
  for (let start = 1; ; start += 1) {
    const answer = await follow(client, request, await request.start())
    if (answer !== null) return answer
    if (start === mostStarts) {
      throw new ReplayError(
        'NIFI_FAILED',
        `NiFi at ${client.address} forgot about ${request.what}, twice, before it said how it ended.`,
      )
    }
  }
}

/** @returns null when NiFi no longer knows the request */
async function follow(client: Client, request: AsyncRequest, first: Part): Promise<Part | null> {
  const id = textAt(first, request.key, request.idKey)
  const path = request.path(encodeURIComponent(id))
  const end = client.clock.now().getTime() + request.withinMs
  let answer = first
  let pollMs = firstPollMs
  while (!isTrueAt(answer, request.key, request.endKey)) {
    if (client.clock.now().getTime() >= end) {
      await client.delete(path)
      throw new ReplayError(
        'NIFI_FAILED',
        `NiFi at ${client.address} was not done with ${request.what} after ${Math.round(request.withinMs / 1000)} s ` +
          `(${plainLine(textAt(answer, request.key, 'state'))}). It was asked to stop.`,
      )
    }
    await client.clock.sleep(pollMs)
    pollMs = Math.min(pollMs * 2, mostPollMs)
    const found = await client.find(path)
    if (found === null) return null
    answer = found
  }
  await client.delete(path)
  const reason = plainLine(textAt(answer, request.key, 'failureReason'), client.secrets()).replace(/\.$/, '')
  if (reason === '') return answer
  throw new ReplayError('NIFI_REFUSED', `NiFi at ${client.address} failed in ${request.what}: ${reason}.`, {reason})
}
