import {notFound, refusal, routes} from './routes.ts'
import {userShape} from './shapes.ts'

/** The old words of the interface: `maintain` is `write`, `triage` is `read`. */
const permissionOf = {admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read', none: 'none'}

export const peopleRoutes = routes({
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': {
    permissions: ['metadata=read'],
    answer: ({model, path}) => {
      const person = model.people.get((path['username'] ?? '').toLowerCase())
      if (person === undefined) return notFound
      return {
        status: 200,
        body: {permission: permissionOf[person.role], role_name: person.role, user: userShape(model, person.login)},
      }
    },
  },
  'GET /orgs/{org}/teams/{team_slug}/memberships/{username}': {
    permissions: ['members=read'],
    answer: ({model, path}) => {
      const team = model.teams.get(`${path['org'] ?? ''}/${path['team_slug'] ?? ''}`.toLowerCase())
      const login = (path['username'] ?? '').toLowerCase()
      if (team === undefined || !(team.has(login) || team.has(`${login}?`))) return notFound
      return {
        status: 200,
        body: {role: 'member', state: team.has(login) ? 'active' : 'pending', url: 'https://github.example.org/'},
      }
    },
  },
  'GET /orgs/{org}/teams/{team_slug}': {
    permissions: ['members=read'],
    answer: ({model, path}) => {
      const slug = path['team_slug'] ?? ''
      const isThere = model.teams.has(`${path['org'] ?? ''}/${slug}`.toLowerCase())
      return isThere ? {status: 200, body: {slug, name: slug}} : notFound
    },
  },
  'GET /user': {
    permissions: [],
    answer: ({model, token}) =>
      token.kind === 'installation'
        ? refusal(403, 'Resource not accessible by integration')
        : {status: 200, body: userShape(model, token.login)},
  },
})
