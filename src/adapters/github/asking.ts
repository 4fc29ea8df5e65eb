import type {ReplayError} from '../../core/replay-error.ts'
import type {Clock} from '../../ports.ts'
import {NoAnswer, type Answer, type Send} from './exchange.ts'
import {answerFailure, failure, limitedFailure, noAnswerFailure, type Asked} from './github-failure.ts'
import {limitWaitMs} from './limits.ts'

export interface Question {
  readonly method: string
  readonly url: string
  readonly body: string | null
  /** Whether it changes nothing, or the same when it is done twice. */
  readonly isRepeatable: boolean
}

/** How long was waited already because too much was asked; what belongs together shares one. */
export interface Patience {
  waitedMs: number
}

/** @throws {ReplayError} GITHUB_…, when the answer is no 2xx */
export type Ask = (question: Question, patience?: Patience) => Promise<Answer>

export interface AskOptions {
  /** Without a slash at its end. */
  readonly apiUrl: string
  /** Called for each exchange. */
  readonly token: () => Promise<string>
  readonly clock: Clock
  readonly send: Send
  /** From 0 to 1. */
  readonly random: () => number
}

const mostAttempts = 3
const mostRedirects = 3
const firstPauseMs = 500
/** Longer than this no command stands still for GitHub. */
const mostLimitMs = 60_000

export const askedOf = (apiUrl: string, {method, url, isRepeatable}: Question): Asked => ({
  apiUrl,
  method,
  path: new URL(url).pathname.slice(new URL(apiUrl).pathname.replace(/\/$/, '').length),
  isRepeatable,
})

const isRedirect = (status: number): boolean => [301, 302, 307, 308].includes(status)

/**
 * Asks until there is an answer. Again after silence and errors of the server, but for what would be done twice; and after
 * an answer that too much was asked, since nothing was done then.
 */
export const createAsk = ({apiUrl, token, clock, send, random}: AskOptions): Ask => {
  /** One exchange, and where it is sent on to within the same server. */
  const exchange = async (question: Question, secret: string): Promise<Answer> => {
    let {url} = question
    for (let redirects = 0; ; redirects++) {
      const answer = await send({...question, url, headers: headersOf(question, secret)})
      const location = isRedirect(answer.status) ? answer.headers.get('location') : null
      if (location === null) return answer
      url = followed(askedOf(apiUrl, question), url, location, redirects)
    }
  }

  /** Whether too much was asked, and the time is over that GitHub named. */
  const outlasts = async (asked: Asked, answer: Answer, patience: Patience): Promise<boolean> => {
    const waitMs = limitWaitMs(answer, clock.now())
    if (waitMs === null) return false
    patience.waitedMs += waitMs
    if (patience.waitedMs > mostLimitMs) throw limitedFailure(asked, answer, new Date(+clock.now() + waitMs))
    await clock.sleep(waitMs)
    return true
  }

  return async (question, patience = {waitedMs: 0}) => {
    const asked = askedOf(apiUrl, question)
    for (let failed = 0; ;) {
      const secret = await token()
      const answer = await exchange(question, secret).catch(asNoAnswer)
      const came = answer instanceof NoAnswer ? null : answer
      if (came !== null && came.status >= 200 && came.status < 300) return came
      if (came !== null && (await outlasts(asked, came, patience))) continue
      failed++
      if (failed === mostAttempts || !mayRepeat(question, answer)) {
        throw answer instanceof NoAnswer
          ? noAnswerFailure(asked, answer, failed)
          : answerFailure(asked, answer, failed, [secret])
      }
      await clock.sleep(random() * firstPauseMs * 2 ** (failed - 1))
    }
  }
}

function asNoAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error
  throw error
}

const mayRepeat = ({isRepeatable}: Question, answer: Answer | NoAnswer): boolean =>
  answer instanceof NoAnswer
    ? (isRepeatable || answer.isUnsent) && answer.mayPass
    : isRepeatable && [500, 502, 503, 504].includes(answer.status)

/** The token goes to no other server, and a change is not sent to where it was not meant. */
function followed(asked: Asked, from: string, location: string, redirects: number): string {
  const to = URL.canParse(location, from) ? new URL(location, from) : null
  const refuse = (where: string): ReplayError => failure('GITHUB_REFUSED', asked, `it sends the request ${where}`)
  if (to === null) throw refuse('nowhere')
  if (to.origin !== new URL(asked.apiUrl).origin) throw refuse(`to ${to.host}, which does not get the token`)
  if (asked.method !== 'GET' || redirects === mostRedirects)
    throw refuse('elsewhere; the repository may have another name by now')
  return to.href
}

/** The version of the interface that all of GitHub's present servers know. */
const apiVersion = '2022-11-28'

const headersOf = ({body}: Question, secret: string): Record<string, string> => ({
  accept: 'application/vnd.github+json',
  authorization: `Bearer ${secret}`,
  'user-agent': 'cqube-replay',
  'x-github-api-version': apiVersion,
  ...(body === null ? {} : {'content-type': 'application/json'}),
})
