import {randomBytes} from 'node:crypto'
import {verify} from 'node:crypto'
import type {GithubApp, Model} from './model.ts'
import {notFound, routes} from './routes.ts'

/** What proves that it is the App: a text that its key has signed, for ten minutes at most. */
export function isSignedBy(app: GithubApp, jwt: string): boolean {
  const [head = '', claims = '', signature = ''] = jwt.split('.')
  const isRight = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${claims}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (!isRight) return false
  const {iss, exp, iat} = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, number>
  const now = Date.now() / 1000
  return Number(iss) === app.id && (exp ?? 0) > now && (exp ?? 0) - now <= 600 && (iat ?? Infinity) <= now
}

const installationShape = (app: GithubApp, model: Model) => ({
  id: app.installationId,
  app_id: app.id,
  account: {login: model.owner, type: 'Organization'},
  permissions: app.permissions,
  target_type: 'Organization',
  repository_selection: 'selected',
})

/** What an App asks as itself, before it has a token. */
export const appRoutes = routes({
  'GET /repos/{owner}/{repo}/installation': {
    permissions: [],
    answer: ({model: {app}, model}) => (app === null ? notFound : {status: 200, body: installationShape(app, model)}),
  },
  'GET /app/installations': {
    permissions: [],
    answer: ({model: {app}, model}) => ({status: 200, body: app === null ? [] : [installationShape(app, model)]}),
  },
  'POST /app/installations/{installation_id}/access_tokens': {
    permissions: [],
    answer: ({model, path, body}) => {
      const {app} = model
      if (app === null || Number(path['installation_id']) !== app.installationId) return notFound
      const asked = (body['permissions'] ?? app.permissions) as GithubApp['permissions']
      const token = `ghs_${randomBytes(18).toString('hex')}`
      const expiresAt = new Date(Date.now() + app.tokenLifeMs)
      model.tokens.set(token, {token, kind: 'installation', login: app.login, permissions: asked, expiresAt})
      return {
        status: 201,
        body: {token, expires_at: expiresAt.toISOString(), permissions: asked, repository_selection: 'selected'},
      }
    },
  },
})
