import {execFileSync} from 'node:child_process'
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
  type SignedRepository,
  type SignKey,
} from '../../support/signed-repository.ts'

const two = {count: 2, because: 'full_refresh'} as const
const request = {[may]: 'reason: May\n'}

let keys: string
let asha: SignKey
let binu: SignKey
let repository: SignedRepository

beforeAll(() => {
  keys = mkdtempSync(join(tmpdir(), 'cqube-replay-keys-'))
  ;[asha, binu] = ['asha', 'binu'].map((name) => makeKey(keys, name)) as [SignKey, SignKey]
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

describe('signatures that count', () => {
  it('of the commit that brought the file', async () => {
    signers()
    const commit = repository.commit(request, {key: asha})

    const answer = await repository.judge()

    expect(answer).toEqual({
      evidence: {
        provider: 'signed-commits',
        path: may,
        blob: repository.git(['rev-parse', `HEAD:${may}`]),
        needed: 1,
        because: 'usual',
        commit,
        signatures: [
          {
            commit,
            principal: 'asha@example.org',
            key: execFileSync('ssh-keygen', ['-lf', asha.file], {encoding: 'utf8'}).split(' ')[1],
          },
        ],
      },
    })
  })

  it('of a merge that brought what nobody had signed', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request)
    repository.main()
    repository.merge('topic', {key: asha})

    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })

  it('of a side commit with the same content, whoever merged it', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request, {key: asha})
    repository.main()
    repository.merge('topic')

    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })

  it('of two people, where a full refresh needs two', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request, {key: asha})
    repository.main()
    repository.merge('topic', {key: binu})

    expect(countedIn(await repository.judge({needed: two}))).toEqual(['binu@example.org', 'asha@example.org'])
  })

  it('of a commit that was made while the key was valid, though it has expired since', async () => {
    signers(signersLine('asha@example.org', asha, 'valid-after="20260101",valid-before="20260301"'))
    repository.commit(request, {key: asha, at: Date.UTC(2026, 1, 1) / 1000})

    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })

  it('by the principal of the key, whatever name the commit has', async () => {
    signers()
    repository.commit(request, {key: asha, author: 'Mallory <mallory@example.org>'})

    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })

  it('of an RSA key, too', async () => {
    const rsa = repository.key('rsa', 'rsa')
    signers(signersLine('asha@example.org', rsa))
    repository.commit(request, {key: rsa})

    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })

  it('of a certificate of an authority that the file names', async () => {
    const authority = repository.key('authority')
    execFileSync('ssh-keygen', ['-q', '-s', authority.file, '-I', 'asha', '-n', 'asha@example.org', `${asha.file}.pub`])
    signers(signersLine('asha@example.org', authority, 'cert-authority'))
    repository.commit(request, {key: {...asha, file: `${asha.file}-cert.pub`}})

    expect(countedIn(await repository.judge())).toEqual(['asha@example.org'])
  })
})
