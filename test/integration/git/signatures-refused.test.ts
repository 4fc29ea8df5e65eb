import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {
  countedIn,
  createSignedRepository,
  makeKey,
  may,
  signersLine,
  toldOf,
  type SignedRepository,
  type SignKey,
} from '../../support/signed-repository.ts'

const two = {count: 2, because: 'full_refresh'} as const
const request = {[may]: 'reason: May\n'}
const other = {[may]: 'reason: June\n'}

let keys: string
let asha: SignKey
let binu: SignKey
let mallory: SignKey
let repository: SignedRepository

beforeAll(() => {
  keys = mkdtempSync(join(tmpdir(), 'cqube-replay-keys-'))
  ;[asha, binu, mallory] = ['asha', 'binu', 'mallory'].map((name) => makeKey(keys, name)) as [SignKey, SignKey, SignKey]
})
afterAll(() => {
  rmSync(keys, {recursive: true, force: true})
})
beforeEach(() => {
  repository = createSignedRepository()
})
afterEach(() => {
  repository.remote.remove()
})

const both = () => signersLine('asha@example.org', asha) + signersLine('binu@example.org', binu)
const signers = (text = both()) => repository.commit({allowed_signers: text})

describe('signatures that do not count', () => {
  const refused = async (options?: Parameters<SignedRepository['judge']>[0]) => {
    const answer = await repository.judge(options)
    expect(countedIn(answer)).toBeNull()
    return toldOf(answer)
  }

  it('none at all', async () => {
    signers()
    repository.commit(request)

    expect(await refused()).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: replay-requests/may.yaml: 1 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals\`), and none has. Commits with it that nobody signed: 1. Who may sign: asha@example.org, binu@example.org; still needed: 1. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })

  it('of a key that nobody listed, under the name of one who is', async () => {
    signers()
    repository.commit(request, {key: mallory, author: 'Asha Rao <asha@example.org>'})

    expect(await refused()).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: replay-requests/may.yaml: 1 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals\`), and none has. Commit COMMIT: its key (KEY) is not in allowed_signers as that was before, or not for git and the time of the commit. Who may sign: asha@example.org, binu@example.org; still needed: 1. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })

  it('of what a merge changed afterwards', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request, {key: asha})
    repository.main()
    repository.merge('topic', {}, other)

    expect(await refused()).toContain('and none has. Commits with it that nobody signed: 1.')
  })

  it('of the content before a merge that its signer changed, beside the signature of the merge', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request, {key: asha})
    repository.main()
    repository.merge('topic', {key: binu}, other)

    expect(await refused({needed: two})).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: replay-requests/may.yaml: 2 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals_large\`, since it is a full refresh), and only binu@example.org has. Who may sign: asha@example.org; still needed: 1. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })

  it('of a key that was taken out of the file before', async () => {
    signers()
    signers(signersLine('binu@example.org', binu))
    repository.commit(request, {key: asha})

    expect(await refused()).toContain('is not in allowed_signers as that was before')
  })

  it('of a key that was taken out of the file since, as a stolen one is', async () => {
    signers()
    repository.commit(request, {key: asha})
    signers(signersLine('binu@example.org', binu))

    expect(await refused()).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: replay-requests/may.yaml: 1 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals\`), and none has. Commit COMMIT: the key of asha@example.org (KEY) is no longer listed as theirs in allowed_signers. Who may sign: asha@example.org, binu@example.org; still needed: 1. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })

  it('of a key that was given to somebody else since', async () => {
    signers()
    repository.commit(request, {key: asha})
    signers(signersLine('binu@example.org', asha))

    expect(await refused()).toContain('is no longer listed as theirs in allowed_signers')
  })

  it.each([
    ['had expired when the commit was made', 'valid-before="20260301"', Date.UTC(2026, 3, 1)],
    ['was not valid yet when the commit was made', 'valid-after="20260301"', Date.UTC(2026, 0, 1)],
    ['is listed for files only', 'namespaces="file"', Date.UTC(2026, 3, 1)],
  ])('of a key that %s', async (_, options, at) => {
    signers(signersLine('asha@example.org', asha, options))
    repository.commit(request, {key: asha, at: at / 1000})

    expect(await refused()).toMatch(/is not in allowed_signers as that was before|does not hold/)
  })

  it('twice of one person', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request, {key: asha})
    repository.main()
    repository.merge('topic', {key: asha})

    expect(await refused({needed: two})).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: replay-requests/may.yaml: 2 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals_large\`, since it is a full refresh), and only asha@example.org has. Commit COMMIT: asha@example.org or the key (KEY) counts only once. Who may sign: binu@example.org; still needed: 1. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })

  it('of two keys of one person, twice', async () => {
    signers(both() + signersLine('asha@example.org', mallory))
    repository.branch('topic')
    repository.commit(request, {key: asha})
    repository.main()
    repository.merge('topic', {key: mallory})

    expect(await refused({needed: two})).toContain('only asha@example.org has')
  })

  it('of one key that is listed under two names, twice', async () => {
    const [before, after] = ['valid-before="20260301"', 'valid-after="20260301"']
    signers(signersLine('asha@example.org', asha, before) + signersLine('binu@example.org', asha, after))
    repository.branch('topic')
    repository.commit(request, {key: asha, at: Date.UTC(2026, 1, 1) / 1000})
    repository.main()
    repository.merge('topic', {key: asha, at: Date.UTC(2026, 3, 1) / 1000})

    expect(await refused({needed: two})).toContain('only binu@example.org has')
  })

  it('of somebody who is listed and is no approver', async () => {
    signers()
    repository.commit(request, {key: binu})

    expect(await refused({approvers: ['asha@example.org']})).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: replay-requests/may.yaml: 1 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals\`), and none has. Commit COMMIT: binu@example.org is not one of \`approval.approvers\`. Who may sign: asha@example.org; still needed: 1. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })

  it('of a whole domain, which is nobody', async () => {
    signers(signersLine('*@example.org', asha))
    repository.commit(request, {key: asha})

    expect(await refused()).toContain('*@example.org is not one of `approval.approvers`')
  })

  it('of a tag on the commit', async () => {
    signers()
    repository.commit(request)
    repository.git(['-c', 'gpg.format=ssh', '-c', `user.signingkey=${asha.file}`, 'tag', '-s', 'v1', '-m', 'Approved'])
    repository.git(['push', '--quiet', 'origin', 'v1'])

    expect(await refused()).toContain('and none has')
  })

  it('of a later commit, which did not bring the file', async () => {
    signers()
    repository.commit(request)
    repository.commit({'other.txt': 'x'}, {key: asha})

    expect(await refused()).toContain('and none has')
  })

  it('of the first time, where the file was taken back and came again', async () => {
    signers()
    repository.commit(request, {key: asha})
    repository.commit({[may]: null})
    repository.commit(request)

    expect(await refused()).toContain('and none has')
  })

  it('of the same content at another path', async () => {
    signers()
    repository.branch('topic')
    repository.commit({'replay-requests/june.yaml': 'reason: May\n'}, {key: asha})
    repository.commit({'replay-requests/june.yaml': null, ...request})
    repository.main()
    repository.merge('topic')

    expect(await refused()).toContain('and none has')
  })

  it('of the file as one that may be executed', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request, {key: asha, mode: '100755'})
    repository.commit({...request, 'other.txt': 'x'})
    repository.main()
    repository.merge('topic')

    expect(await refused()).toContain('and none has')
  })
})
