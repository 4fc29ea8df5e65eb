import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {createMirror} from '../../../src/adapters/git/mirror.ts'
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
beforeEach(() => {
  repository = createSignedRepository()
  asha = repository.key('asha')
})
afterEach(() => {
  repository.remote.remove()
})

const signers = () => repository.commit({allowed_signers: signersLine('asha@example.org', asha)})

/** Puts a commit of the test's own making in place of the newest one. */
function replaceHead(change: (commit: string) => string): void {
  const id = repository.git(
    ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'],
    change(`${repository.git(['cat-file', 'commit', 'HEAD'])}\n`),
  )
  repository.git(['reset', '--quiet', '--hard', id])
}

const withSignature =
  (text: string) =>
  (commit: string): string =>
    commit.replace('\n\n', `\ngpgsig ${text.trimEnd().replaceAll('\n', '\n ')}\n\n`)

describe('signatures of another kind', () => {
  const pgp = '-----BEGIN PGP SIGNATURE-----\n\niQEzBAABCAAdFiEE\n-----END PGP SIGNATURE-----\n'

  it.each([
    ['OpenPGP', pgp],
    ['X.509', '-----BEGIN SIGNED MESSAGE-----\nMIIB\n-----END SIGNED MESSAGE-----\n'],
  ])('%s do not count, and no program of theirs is started', async (_, text) => {
    signers()
    repository.commit(request)
    replaceHead(withSignature(text))
    const {root, checkout} = repository.remote
    writeFileSync(join(root, 'program'), `#!/bin/sh\ntouch ${join(root, 'started')}\n`, {mode: 0o755})
    for (const key of ['gpg.program', 'gpg.x509.program'])
      repository.remote.git(['config', key, join(root, 'program')], checkout)

    expect(toldOf(await repository.judge())).toContain(
      'it is signed, but not by ssh alone; OpenPGP and X.509 do not count.',
    )
    expect(existsSync(join(root, 'started'))).toBe(false)
  })

  it('two at once do not count', async () => {
    signers()
    repository.commit(request, {key: asha})
    replaceHead(withSignature(pgp))

    expect(toldOf(await repository.judge())).toContain('it is signed, but not by ssh alone')
  })

  it('one of another commit does not hold', async () => {
    signers()
    const signed = repository.commit({'other.txt': 'x'}, {key: asha})
    const [, signature = ''] =
      /gpgsig (.*?-----END SSH SIGNATURE-----)/s.exec(repository.git(['cat-file', 'commit', signed])) ?? []
    repository.commit(request)
    replaceHead(withSignature(signature.replaceAll('\n ', '\n')))

    expect(toldOf(await repository.judge())).toContain('Commit COMMIT: the signature does not hold.')
  })

  it('one that was made for files and not for git does not count', async () => {
    signers()
    repository.commit(request)
    replaceHead((commit) => {
      const payload = join(repository.remote.root, 'payload')
      writeFileSync(payload, commit)
      execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'file', '-f', asha.file, payload], {stdio: 'ignore'})
      return withSignature(execFileSync('cat', [`${payload}.sig`], {encoding: 'utf8'}))(commit)
    })

    expect(countedIn(await repository.judge())).toBeNull()
  })

  it('garbage in the place of one does not count', async () => {
    signers()
    repository.commit(request)
    replaceHead(withSignature('-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n'))

    expect(countedIn(await repository.judge())).toBeNull()
  })
})

describe('what could not be found out', () => {
  it('in a shallow clone is asked again, with the whole history', async () => {
    signers()
    repository.commit(request, {key: asha})
    repository.git(['push', '--quiet', 'origin', 'main'])
    const {remote, root} = repository.remote
    const directory = join(root, 'shallow')
    repository.remote.git(['clone', '--quiet', '--depth', '2', `file://${remote}`, directory], root)

    expect(toldOf(await repository.judge({directory}))).toMatchInlineSnapshot(
      `"APPROVAL_UNKNOWN: Which commits brought replay-requests/may.yaml could not be found out: the clone is shallow. Fetch the whole history (in a workflow \`fetch-depth: 0\`); the next run asks again."`,
    )
  })

  it('without ssh-keygen is asked again', async () => {
    signers()
    repository.commit(request, {key: asha})
    const bin = join(repository.remote.root, 'bin')
    mkdirSync(bin)
    symlinkSync(execFileSync('sh', ['-c', 'command -v git'], {encoding: 'utf8'}).trim(), join(bin, 'git'))

    expect(toldOf(await repository.judge({environment: {PATH: bin}}))).toMatchInlineSnapshot(
      `"APPROVAL_UNKNOWN: replay-requests/may.yaml: 1 of \`approval.approvers\` must have signed a commit that brought it as it is (\`approval.approvals\`), and none has. Commit COMMIT: git could not check the signature, for which it needs ssh-keygen. Put ssh-keygen where the runner finds it; the next run asks again."`,
    )
  })

  it('when git fails is asked again', async () => {
    signers()
    repository.commit(request, {key: asha})
    await repository.judge()
    repository.remote.git(['config', 'gpg.format', 'carrier-pigeon'], repository.remote.checkout)

    expect(toldOf(await repository.judge())).toMatch(
      /^APPROVAL_UNKNOWN: Who signed what brought replay-requests\/may.yaml could not be found out, and the next run asks again\. /,
    )
  })

  it('in a merge of hundreds of commits is not looked for', async () => {
    signers()
    repository.branch('topic')
    repository.commit(request, {key: asha})
    const from = repository.git(['rev-parse', 'HEAD'])
    const commits = Array.from(
      {length: 200},
      () => 'commit refs/heads/topic\ncommitter A <a@example.org> 1700000000 +0000\ndata 1\nx\n',
    )
    repository.git(
      ['fast-import', '--quiet', '--force'],
      commits.join('').replace('data 1\nx\n', `data 1\nx\nfrom ${from}\n`),
    )
    repository.git(['reset', '--quiet', '--hard', 'topic'])
    repository.main()
    repository.merge('topic', {key: asha})

    expect(toldOf(await repository.judge())).toMatchInlineSnapshot(
      `"APPROVAL_MISSING: Commit COMMIT brought replay-requests/may.yaml with more than 200 others, which are not looked through. To get there, change the file once more, if only in its reason, and bring it by commits that approvers sign (\`git commit -S\`, \`git merge -S\`)."`,
    )
  })
})

it('are checked in the bare mirror of a daemon, too', async () => {
  signers()
  repository.commit(request, {key: asha})
  const {root, remote: address, settings, environment} = repository.remote
  const directory = join(root, 'mirror')
  await createMirror({directory, settings, environment, address}).make()

  expect(countedIn(await repository.judge({directory}))).toEqual(['asha@example.org'])
})

it('are checked by a file that nobody else may read, and that is gone afterwards', async () => {
  signers()
  repository.commit(request, {key: asha})
  const {root} = repository.remote
  const [folder, bin, seen] = [join(root, 'tmp'), join(root, 'bin'), join(root, 'seen')] as const
  mkdirSync(folder)
  mkdirSync(bin)
  const [git, sshKeygen] = ['git', 'ssh-keygen'].map((name) =>
    execFileSync('sh', ['-c', `command -v ${name}`], {encoding: 'utf8'}).trim(),
  ) as [string, string]
  symlinkSync(git, join(bin, 'git'))
  const look = `for word in "$@"; do case "$word" in */allowed_signers) ls -ld "$word" "\${word%/*}" >> ${seen};; esac; done`
  writeFileSync(join(bin, 'ssh-keygen'), `#!/bin/sh\n${look}\nexec ${sshKeygen} "$@"\n`, {mode: 0o755})
  vi.stubEnv('TMPDIR', folder)

  try {
    const answer = await repository.judge({environment: {PATH: `${bin}:${process.env['PATH'] ?? ''}`}})

    expect(countedIn(answer)).toEqual(['asha@example.org'])
    const modes = readFileSync(seen, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 10))
    expect([...new Set(modes)].sort()).toEqual(['-rw-------', 'drwx------'])
    expect(readdirSync(folder)).toEqual([])
  } finally {
    vi.unstubAllEnvs()
  }
})
