import {ReplayError} from '../../core/replay-error.ts'
import type {CommentKind, PullRequests} from '../../ports/pull-requests.ts'
import type {GithubClient} from './github-client.ts'
import {shapeOf} from './shape.ts'

interface Comment {
  readonly id: number
  readonly body: string
  readonly address: string
  readonly author: {readonly login: string; readonly isProgram: boolean} | null
}

const listRoute = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
const createRoute = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const changeRoute = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
const deleteRoute = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}'

/** The first line of a comment, which is not shown: what kind it is. */
export const markerOf = (kind: CommentKind): string => `<!-- cqube-replay ${kind} -->`

function commentOf(data: unknown): Comment {
  const comment = shapeOf(data, 'a comment')
  const login = comment.textOrNone('user', 'login')
  return {
    id: comment.number('id'),
    body: comment.textOrNone('body'),
    address: comment.text('html_url'),
    author: login === '' ? null : {login, isProgram: comment.textOrNone('user', 'type') === 'Bot'},
  }
}

/** Whatever GitHub or a mail gateway does to the ends of lines. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim()

const isAmbiguous = (error: unknown): boolean => error instanceof ReplayError && error.details['ambiguous'] === true

/** Another's, or gone: GitHub says either. */
const isNotOurs = (error: unknown): boolean =>
  error instanceof ReplayError && [403, 404, 410].includes(Number(error.details['status']))

/** Whose comments are ours: those of the token's own login, else those of a program, which no person can write. */
type IsOurs = (comment: Comment) => boolean

async function ownership(client: GithubClient): Promise<IsOurs> {
  try {
    const {login} = await client.call('GET /user', {})
    return ({author}) => author?.login === login
  } catch (error) {
    // The token of a workflow or an App is no user.
    if (!(error instanceof ReplayError) || error.details['status'] !== 403) throw error
    return ({author}) => author?.isProgram === true
  }
}

/** An answer that was lost is looked for once before it is written again. */
const mostWrites = 2

export function putComment(client: GithubClient): PullRequests['putComment'] {
  let isOurs: Promise<IsOurs> | null = null
  return async (number, kind, body) => {
    isOurs ??= ownership(client)
    const ours = await isOurs.catch((error: unknown) => {
      isOurs = null
      throw error
    })
    return writeComment({client, number, marker: markerOf(kind), ours, foreign: new Set()}, body)
  }
}

interface Thread {
  readonly client: GithubClient
  readonly number: number
  readonly marker: string
  readonly ours: IsOurs
  /** Ids of those that look like ours, and that we may not change. */
  readonly foreign: Set<number>
}

/** Ours of this kind, oldest first. */
async function commentsOf({client, number, marker, ours, foreign}: Thread): Promise<Comment[]> {
  const all = await client.all(listRoute, {issue_number: number})
  return all
    .map(commentOf)
    .filter((comment) => plain(comment.body).split('\n', 1)[0] === marker && ours(comment) && !foreign.has(comment.id))
    .sort((a, b) => a.id - b.id)
}

async function writeComment(thread: Thread, body: string): Promise<string> {
  const text = `${thread.marker}\n${body}`
  for (let writes = 1; ; writes++) {
    try {
      return await writeOnce(thread, text)
    } catch (error) {
      if (!isAmbiguous(error)) throw error
      const found = (await commentsOf(thread)).find((comment) => plain(comment.body) === plain(text))
      if (found !== undefined) return await onlyOldest(thread, found, text)
      if (writes === mostWrites) throw error
    }
  }
}

async function writeOnce(thread: Thread, text: string): Promise<string> {
  for (const comment of await commentsOf(thread)) {
    const changed = await change(thread, comment, text)
    if (changed !== null) return onlyOldest(thread, changed, text)
  }
  const created = await thread.client.call(createRoute, {issue_number: thread.number, body: text})
  return onlyOldest(thread, commentOf(created), text)
}

/** @returns null where we may not, which is remembered */
async function change({client, foreign}: Thread, {id}: Comment, body: string): Promise<Comment | null> {
  try {
    return commentOf(await client.call(changeRoute, {comment_id: id, body}))
  } catch (error) {
    if (!isNotOurs(error)) throw error
    foreign.add(id)
    return null
  }
}

/**
 * Two that write at once each find none and make one. Both look again: the oldest stays and gets what was written last, so
 * it does not matter who deletes the other.
 * @param written by us a moment ago
 */
async function onlyOldest(thread: Thread, written: Comment, text: string): Promise<string> {
  const isSameAuthor = ({author}: Comment): boolean => author?.login === written.author?.login
  const others = (await commentsOf(thread)).filter((comment) => isSameAuthor(comment) && comment.id !== written.id)
  const [oldest] = others
  const kept = oldest !== undefined && oldest.id < written.id ? await change(thread, oldest, text) : null
  for (const {id} of [...others, written]) if (id > (kept ?? written).id) await remove(thread, id)
  return (kept ?? written).address
}

/** Whatever it meets, what was to be written stands, and the next one to write tries again. */
async function remove({client}: Thread, id: number): Promise<void> {
  try {
    await client.call(deleteRoute, {comment_id: id})
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
  }
}
