import type {BareRepository} from './bare-repository.ts'
import {notFound, refusal, routes, type Call, type Reply} from './routes.ts'
import {commitShape, gitCommitShape} from './shapes.ts'

const repository = '/repos/{owner}/{repo}'
const readsContents = ['contents=read']
const isSha = (text: string): boolean => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text)

function contents({git, model, path, query}: Call): Reply {
  const name = path['path'] ?? ''
  const commit = git.commitOf(query['ref'] ?? model.defaultBranch)
  if (commit === null) return refusal(404, `No commit found for the ref ${query['ref'] ?? ''}`)
  const blob = git.blob(commit, name)
  if (blob === null) return notFound
  const {sha, bytes} = blob
  // Of GitHub: beyond a megabyte the content is left out.
  const isLarge = bytes.length > 1_000_000
  return {
    status: 200,
    body: {
      type: 'file',
      path: name,
      name: name.split('/').at(-1) ?? name,
      sha,
      size: bytes.length,
      encoding: isLarge ? 'none' : 'base64',
      content: isLarge ? '' : bytes.toString('base64').replaceAll(/(.{60})/g, '$1\n'),
      url: 'https://github.example.org/',
      _links: {self: 'https://github.example.org/', git: null, html: null},
    },
  }
}

function tree({git, model, path, query}: Call): Reply {
  const sha = git.treeOf(path['tree_sha'] ?? '')
  if (sha === null) return notFound
  const entries = git.entries(sha, query['recursive'] !== undefined)
  const isTruncated = entries.length > model.mostTreeEntries
  return {
    status: 200,
    body: {
      sha,
      url: `https://github.example.org/trees/${sha}`,
      truncated: isTruncated,
      tree: entries.slice(0, model.mostTreeEntries),
    },
  }
}

function reference({git, path}: Call): Reply {
  const name = path['ref'] ?? ''
  const sha = git.commitOf(`refs/${name}`)
  return sha === null ? notFound : {status: 200, body: {ref: `refs/${name}`, object: {type: 'commit', sha}}}
}

const withCommit =
  (name: string, answer: (call: Call, facts: ReturnType<BareRepository['facts']>) => Reply) =>
  (call: Call): Reply => {
    const text = call.path[name] ?? ''
    const commit = call.git.commitOf(text)
    if (commit !== null) return answer(call, call.git.facts(commit))
    return isSha(text) && name === 'commit_sha' ? notFound : refusal(422, `No commit found for SHA: ${text}`)
  }

export const gitRoutes = routes({
  [`GET ${repository}/contents/{path}`]: {permissions: readsContents, answer: contents},
  [`GET ${repository}/git/trees/{tree_sha}`]: {permissions: readsContents, answer: tree},
  [`GET ${repository}/git/ref/{ref}`]: {permissions: readsContents, answer: reference},
  [`GET ${repository}/git/commits/{commit_sha}`]: {
    permissions: readsContents,
    answer: withCommit('commit_sha', ({model}, facts) => ({status: 200, body: gitCommitShape(model, facts)})),
  },
  [`GET ${repository}/commits/{ref}`]: {
    permissions: readsContents,
    answer: withCommit('ref', ({model}, facts) => ({status: 200, body: commitShape(model, facts)})),
  },
  [`GET ${repository}/git/blobs/{file_sha}`]: {
    permissions: readsContents,
    answer: ({git, path}) => {
      const sha = path['file_sha'] ?? ''
      const bytes = isSha(sha) ? git.blobBytes(sha) : null
      if (bytes === null) return notFound
      return {
        status: 200,
        body: {
          sha,
          size: bytes.length,
          encoding: 'base64',
          content: bytes.toString('base64'),
          node_id: '',
          url: 'https://github.example.org/',
        },
      }
    },
  },
})
