import {createAppAuth} from '@octokit/auth-app'
import {request} from '@octokit/request'
import {ReplayError} from '../../core/replay-error.ts'
import type {Clock} from '../../ports.ts'
import {createAsk, type Question} from './asking.ts'
import type {Send} from './exchange.ts'
import {jsonOf} from './plain-words.ts'
import {shapeOf} from './shape.ts'

export interface AppOptions {
  readonly apiUrl: string
  /** `owner/name`; the App is installed in it. */
  readonly repository: string
  readonly appId: string
  /** PEM, asked for each time that it signs. */
  readonly privateKey: () => Promise<string>
  readonly clock: Clock
  readonly send: Send
  readonly random: () => number
}

/** A token that is as good as this is used; what begins with it must have ended before. */
const leastLifeMs = 5 * 60_000

interface Minted {
  readonly token: string
  readonly endsAt: number
}

/** Tokens of an App for its installation in the repository, made when they are needed; they live for an hour. */
export function appTokens(options: AppOptions): () => Promise<string> {
  const {apiUrl, repository, clock, send, random} = options
  const ask = createAsk({apiUrl, token: () => signed(options), clock, send, random})
  let minted: Promise<Minted> | null = null

  const mint = async (): Promise<Minted> => {
    const [owner = '', repo = ''] = repository.split('/')
    const asked = {baseUrl: apiUrl, owner, repo}
    const found = request.endpoint('GET /repos/{owner}/{repo}/installation', asked)
    const installation = shapeOf(jsonOf((await ask(question(found))).text), 'the installation of the App')
    // Narrowed to this one repository: the App may be installed in others.
    const made = request.endpoint('POST /app/installations/{installation_id}/access_tokens', {
      baseUrl: apiUrl,
      installation_id: installation.number('id'),
      repositories: [repo],
    })
    const token = shapeOf(jsonOf((await ask(question(made))).text), 'a token of the App')
    return {token: token.text('token'), endsAt: Date.parse(token.text('expires_at'))}
  }

  return async () => {
    const kept = minted
    const token = await kept?.catch(() => null)
    if (token != null && token.endsAt - clock.now().getTime() > leastLifeMs) return token.token
    // Whoever comes first makes the new one; the others take that.
    const made = minted === null || minted === kept ? mint() : minted
    minted = made
    return (await made).token
  }
}

/** Each may be done twice: a token too many ends by itself. */
const question = (of: ReturnType<typeof request.endpoint>): Question => {
  const body = of.body as object | undefined
  return {method: of.method, url: of.url, body: body === undefined ? null : JSON.stringify(body), isRepeatable: true}
}

/** @throws {ReplayError} GITHUB_PERMISSION_MISSING; the words of what could not read the key are not passed on */
async function signed({appId, privateKey}: AppOptions): Promise<string> {
  const key = await privateKey()
  try {
    return (await createAppAuth({appId, privateKey: key})({type: 'app'})).token
  } catch {
    throw new ReplayError(
      'GITHUB_PERMISSION_MISSING',
      `The private key of the GitHub App ${appId} is no RSA key in the form PEM, so GitHub was not asked. Nothing was changed.`,
    )
  }
}
