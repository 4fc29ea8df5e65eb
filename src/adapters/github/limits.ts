import type {Answer} from './exchange.ts'
import {githubWords} from './plain-words.ts'

/** Where GitHub names no time. Source: GitHub, "Rate limits for the REST API". */
const usualWaitMs = 60_000

/**
 * How long GitHub asks to wait, when it answers that too much was asked of it; nothing was done then. Null: it is another
 * answer.
 */
export function limitWaitMs({status, headers, text}: Answer, now: Date): number | null {
  const isLimit =
    status === 429 ||
    (status === 403 &&
      (headers.has('retry-after') ||
        headers.get('x-ratelimit-remaining') === '0' ||
        /rate limit/i.test(githubWords(text, []))))
  if (!isLimit) return null
  const after = headers.get('retry-after')
  if (after !== null) return atLeastASecond(/^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - +now)
  const reset = headers.get('x-ratelimit-reset')
  if (headers.get('x-ratelimit-remaining') === '0' && reset !== null && /^\d+$/.test(reset))
    return atLeastASecond(Number(reset) * 1000 - +now)
  return usualWaitMs
}

const atLeastASecond = (ms: number): number => (Number.isFinite(ms) ? Math.max(1000, ms) : usualWaitMs)
