import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {createGitRequestSource} from '../../../src/adapters/git/request-source.ts'
import type {RequestSource} from '../../../src/ports.ts'
import {createGitRemote, type GitRemote} from '../../support/git-remote.ts'

let remote: GitRemote
let colleague: string
beforeEach(() => {
  remote = createGitRemote()
  colleague = join(remote.root, 'colleague')
})
afterEach(() => {
  remote.remove()
})

const sourceOf = (directory = remote.checkout): RequestSource =>
  createGitRequestSource({
    directory,
    settings: remote.settings,
    requestsDirectory: 'replay-requests',
    environment: remote.environment,
  })

test('a request that came by a pull request was brought by its merge', async () => {
  remote.commit({'replay-requests/may.yaml': 'reason: May\n'}, {branch: 'topic', author: 'Binu <binu@example.org>'})
  remote.commit({'other.txt': 'meanwhile'})
  remote.git(['checkout', '--quiet', 'main'], colleague)
  remote.git(['merge', '--quiet', '--no-ff', '--message', 'Merge pull request #1', 'topic'], colleague)
  remote.git(['push', '--quiet', 'origin', 'main'], colleague)
  const merge = remote.git(['rev-parse', 'main'])
  const source = sourceOf()
  const {files} = await source.list(await source.fetch())

  const introductions = await Promise.all(files.map(async (file) => source.introduction(merge, file)))

  expect(introductions).toMatchObject([{commit: merge, author: 'Asha Rao <asha@example.org>'}])
})

test('a change of the mode alone brings nothing', async () => {
  const text = 'reason: May\n'
  const brought = remote.commit({'replay-requests/may.yaml': text})
  remote.commit({'replay-requests/may.yaml': {executable: text}})
  const head = remote.commit({'replay-requests/may.yaml': text})
  const source = sourceOf()
  const {files} = await source.list(await source.fetch())

  const introductions = await Promise.all(files.map(async (file) => source.introduction(head, file)))

  expect(introductions).toMatchObject([{commit: brought}])
})

test('a shallow clone that hides who brought a request does not guess', async () => {
  remote.commit({'replay-requests/may.yaml': 'reason: May\n'})
  const head = remote.commit({'other.txt': 'later'})
  const shallow = join(remote.root, 'shallow')
  remote.git(['clone', '--quiet', '--depth', '1', `file://${remote.remote}`, shallow], remote.root)
  const source = sourceOf(shallow)
  const {files} = await source.list(await source.fetch())

  const introductions = await Promise.all(files.map(async (file) => source.introduction(head, file)))

  expect(introductions).toEqual([null])
})
