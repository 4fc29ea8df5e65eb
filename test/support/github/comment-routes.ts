import {next, type Comment} from './model.ts'
import {notFound, refusal, routes, type Call, type Reply} from './routes.ts'
import {commentShape, personOf} from './shapes.ts'

const repository = '/repos/{owner}/{repo}'
/** The comments of a pull request belong to both. */
const reads = ['issues=read', 'pull_requests=read']
const writes = ['issues=write', 'pull_requests=write']
const mostCharacters = 65_536

const characters = (text: string): number => Array.from(text).length

function bodyFault(text: string): Reply | null {
  const [code, message] =
    text.trim() === ''
      ? ['missing_field', undefined]
      : characters(text) > mostCharacters
        ? ['unprocessable', `Body is too long (maximum is ${mostCharacters} characters)`]
        : []
  if (code === undefined) return null
  const fault = {resource: 'IssueComment', code, field: 'body', ...(message === undefined ? {} : {message})}
  return refusal(422, 'Validation Failed', {errors: [fault]})
}

/** Whoever may push may change and delete the comments of others, too. */
function mayChange({model, token}: Call, comment: Comment): boolean {
  if (token.kind === 'installation' || comment.by === token.login) return true
  return ['admin', 'maintain', 'write'].includes(personOf(model, token.login).role)
}

const withComment =
  (answer: (call: Call, comment: Comment) => Reply) =>
  (call: Call): Reply => {
    const comment = call.model.comments.find(({id}) => id === Number(call.path['comment_id']))
    if (comment === undefined) return notFound
    return mayChange(call, comment) ? answer(call, comment) : refusal(403, 'Must have admin rights to Repository.')
  }

export const commentRoutes = routes({
  [`GET ${repository}/issues/{issue_number}/comments`]: {
    permissions: reads,
    answer: ({model, path}) => {
      const number = Number(path['issue_number'])
      if (!model.pulls.has(number)) return notFound
      const found = model.comments.filter(({issue}) => issue === number).sort((a, b) => a.id - b.id)
      return {status: 200, body: found.map((comment) => commentShape(model, comment))}
    },
  },
  [`POST ${repository}/issues/{issue_number}/comments`]: {
    permissions: writes,
    answer: ({model, path, token, body}) => {
      const number = Number(path['issue_number'])
      if (!model.pulls.has(number)) return notFound
      const text = String(body['body'])
      const fault = bodyFault(text)
      if (fault !== null) return fault
      const {id, at} = next(model)
      const comment: Comment = {id, issue: number, by: token.login, body: text, createdAt: at}
      model.comments.push(comment)
      return {status: 201, body: commentShape(model, comment)}
    },
  },
  [`GET ${repository}/issues/comments/{comment_id}`]: {
    permissions: reads,
    answer: ({model, path}) => {
      const comment = model.comments.find(({id}) => id === Number(path['comment_id']))
      return comment === undefined ? notFound : {status: 200, body: commentShape(model, comment)}
    },
  },
  [`PATCH ${repository}/issues/comments/{comment_id}`]: {
    permissions: writes,
    answer: withComment(({model, body}, comment) => {
      const text = String(body['body'])
      const fault = bodyFault(text)
      if (fault !== null) return fault
      comment.body = text
      return {status: 200, body: commentShape(model, comment)}
    }),
  },
  [`DELETE ${repository}/issues/comments/{comment_id}`]: {
    permissions: writes,
    answer: withComment(({model}, comment) => {
      model.comments.splice(model.comments.indexOf(comment), 1)
      return {status: 204}
    }),
  },
})
