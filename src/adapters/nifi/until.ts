import type {Client} from './client.ts'

const pollMs = 100

/**
 * Looks again and again, since NiFi changes states by itself and tells nobody.
 * @param look returns null as long as it is to be looked again; `isLast` when the time is over and something must be said
 */
export async function until<T>(
  {clock}: Client,
  withinMs: number,
  look: (isLast: boolean) => Promise<T | null>,
): Promise<T | null> {
  const end = clock.now().getTime() + withinMs
  for (;;) {
    const isLast = clock.now().getTime() >= end
    const found = await look(isLast)
    if (found !== null || isLast) return found
    await clock.sleep(pollMs)
  }
}
