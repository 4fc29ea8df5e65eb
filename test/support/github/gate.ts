import {isSignedBy} from './app-routes.ts'
import type {GithubToken, Model} from './model.ts'
import {notFound, refusal, type Reply, type Route} from './routes.ts'

const levels = ['read', 'write']

function grants({permissions}: GithubToken, needed: string): boolean {
  const [name = '', level = 'read'] = needed.split('=')
  const granted = permissions[name] ?? (name === 'metadata' ? 'read' : 'none')
  return levels.indexOf(granted) >= levels.indexOf(level)
}

/** What the App's own routes are, which no token opens. */
const isForApps = (route: string): boolean => /\/installation$|\/app\//.test(route)

const appItself: GithubToken = {token: '', kind: 'installation', login: 'app', permissions: {}}

/** Who asks, or the answer that GitHub gives whoever may not. */
export function admitted(
  model: Model,
  name: string,
  route: Route,
  authorization: string | undefined,
): GithubToken | {readonly refused: Reply; readonly headers?: Readonly<Record<string, string>>} {
  const [, secret = ''] = /^(?:bearer|token) (.+)$/i.exec(authorization ?? '') ?? []
  if (isForApps(name)) {
    if (model.app !== null && secret.split('.').length === 3 && isSignedBy(model.app, secret)) return appItself
    return {refused: refusal(401, 'A JSON web token could not be decoded')}
  }
  const token = model.tokens.get(secret)
  if (token === undefined || (token.expiresAt !== undefined && token.expiresAt.getTime() <= Date.now()))
    return {refused: refusal(401, 'Bad credentials')}
  if (route.permissions.length === 0 || route.permissions.some((needed) => grants(token, needed))) return token
  if (token.hides === true) return {refused: notFound}
  const whose = token.kind === 'user' ? 'personal access token' : 'integration'
  return {
    refused: refusal(403, `Resource not accessible by ${whose}`),
    // Of GitHub: a semicolon between those of which one is enough.
    headers: {'x-accepted-github-permissions': route.permissions.join('; ')},
  }
}
