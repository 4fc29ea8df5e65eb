import {symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {
  countedIn,
  createSignedRepository,
  may,
  signersLine,
  toldOf,
  type SignedRepository,
  type SignKey,
} from '../../support/signed-repository.ts'

const request = {[may]: 'reason: May\n'}

let repository: SignedRepository
let asha: SignKey
let mallory: SignKey
beforeEach(() => {
  repository = createSignedRepository()
  asha = repository.key('asha')
  mallory = repository.key('mallory')
})
afterEach(() => {
  repository.remote.remove()
})

const signers = (key = asha) => repository.commit({allowed_signers: signersLine('asha@example.org', key)})

describe('who says whose signatures count', () => {
  it('is not the commit that brings the request', async () => {
    signers(mallory)
    repository.commit({allowed_signers: signersLine('asha@example.org', asha), ...request}, {key: asha})

    expect(toldOf(await repository.judge())).toContain('is not in allowed_signers as that was before')
  })

  it('is not a merge that brings the request together with the file of keys', async () => {
    repository.branch('topic')
    signers()
    repository.commit(request, {key: asha})
    repository.main()
    repository.merge('topic', {key: asha})

    expect(toldOf(await repository.judge())).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: Commit COMMIT brought replay-requests/may.yaml, and the branch had no allowed_signers before it: a commit does not say itself whose signatures count. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })

  it('is a commit of the branch before it, also of the same push', async () => {
    signers()
    repository.commit(request, {key: asha})

    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })

  it('is a file of the protected branch, and a run stops where there is none', async () => {
    repository.commit(request, {key: asha})

    await expect(repository.judge()).rejects.toMatchObject({
      code: 'SIGNERS_MISSING',
      message: expect.stringMatching(/^Branch main \(commit [0-9a-f]{12}\) has no allowed_signers, which/) as unknown,
    })
  })

  it('is no link to a file', async () => {
    signers()
    const colleague = join(repository.remote.root, 'colleague')
    repository.commit({allowed_signers: null, 'keys/real': signersLine('asha@example.org', asha)})
    symlinkSync('keys/real', join(colleague, 'allowed_signers'))
    repository.git(['add', 'allowed_signers'])
    repository.commit(request, {key: asha})

    await expect(repository.judge()).rejects.toMatchObject({code: 'SIGNERS_MISSING'})
  })

  it('is nobody before the first commit of all', async () => {
    repository.git(['checkout', '--quiet', '--orphan', 'main-2'])
    repository.git(['rm', '--quiet', '-rf', '.'])
    repository.commit({...request, allowed_signers: signersLine('asha@example.org', asha)}, {key: asha})
    repository.git(['push', '--quiet', '--force', 'origin', 'main-2:main'])
    repository.git(['branch', '--quiet', '-M', 'main'])

    expect(toldOf(await repository.judge())).toContain('the branch had no allowed_signers before it')
  })

  it('is not a replacement of a commit in the clone of the runner', async () => {
    signers()
    const unsigned = repository.commit(request)
    repository.git(['commit', '--quiet', '--amend', '--no-edit', '--reset-author', '-m', 'x'])
    repository.git([
      ...['-c', 'gpg.format=ssh', '-c', `user.signingkey=${asha.file}`],
      ...['commit', '--quiet', '--amend', '--no-edit', '-S'],
    ])
    const signed = repository.git(['rev-parse', 'HEAD'])
    repository.git(['reset', '--quiet', '--hard', unsigned])
    const {checkout} = repository.remote
    repository.remote.git(['fetch', '--quiet', join(repository.remote.root, 'colleague'), signed], checkout)
    await repository.judge()
    repository.remote.git(['replace', unsigned, signed], checkout)

    expect(toldOf(await repository.judge())).toContain('none has')
  })

  it("is not the operator's own configuration", async () => {
    signers()
    repository.commit(request, {key: mallory})
    const {root, checkout} = repository.remote
    const mine = join(root, 'mine')
    writeFileSync(mine, signersLine('asha@example.org', mallory))
    const yes = join(root, 'yes')
    writeFileSync(yes, '#!/bin/sh\necho \'Good "git" signature for asha@example.org with ED25519 key SHA256:x\'\n', {
      mode: 0o755,
    })
    for (const [key, value] of [
      ['gpg.ssh.allowedSignersFile', mine],
      ['gpg.ssh.program', yes],
      ['gpg.program', yes],
      ['gpg.format', 'openpgp'],
      ['gpg.minTrustLevel', 'undefined'],
      ['log.showSignature', 'true'],
      ['gpg.ssh.defaultKeyCommand', yes],
    ] as const) {
      repository.remote.git(['config', key, value], checkout)
    }

    expect(toldOf(await repository.judge())).toContain('is not in allowed_signers as that was before')
    repository.commit({[may]: 'reason: May again\n'}, {key: asha})
    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })
})
