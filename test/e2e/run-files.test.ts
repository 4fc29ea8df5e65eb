import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createSite, settled, settingsText, start, type Site} from '../support/command-line.ts'
import {makeKey, signersLine} from '../support/signed-repository.ts'

let site: Site
beforeEach(async () => {
  site = await createSite()
  await site.run('db', 'migrate')
})
afterEach(async () => {
  await site.remove()
})

const requestOf = (month: string) =>
  `reason: ${month} 2021 student attendance was emitted twice\nreplay:\n  student_attendance: {year: "2021", months: ["${month}"]}\n`

const write = (settings: string) => {
  site.write('cqube-replay.yaml', `${settingsText}require_expect: false\n${settings}`)
  site.write('replay-requests/march.yaml', requestOf('03'))
  site.write('replay-requests/april.yaml', requestOf('04'))
}

describe('cqube-replay run with files', () => {
  it('takes a file that is named from where one stands, and leaves the others for later', async () => {
    write('')
    site.push()
    const below = join(site.remote.checkout, 'replay-requests')

    const rehearsed = await start(['run', '--rehearse', 'march.yaml'], below, site.environment).ended
    const chosen = await start(['run', 'march.yaml'], below, site.environment).ended
    const status = await site.run('status')

    expect(settled(chosen.stdout)).toMatchInlineSnapshot(`
      "Run <run> deleted 541 rows for 1 request.
      Everything was deleted; the corrected files have yet to come.

        Deleted  Archived  Left  Data source
            541       541     0  student_attendance

      Requests:
        replay-requests/march.yaml

      Report: branch replay-reports, commit <commit>.
      "
    `)
    expect(rehearsed.stdout).toContain('would have deleted 541 rows for 1 request')
    expect([rehearsed.exitCode, chosen.exitCode]).toEqual([0, 0])
    expect(status.stdout).toMatch(/replay-requests\/april\.yaml +new/)
    expect(status.stdout).not.toContain('replay-requests/march.yaml  ')
  })

  it('says which of the names are none, and what is pending', async () => {
    write('')
    site.push()

    const {exitCode, stderr, stdout} = await site.run('run', 'replay-requests/may.yaml', '--json')

    expect(exitCode).toBe(1)
    expect(settled(stderr.split('\n').at(-2) ?? '')).toMatchInlineSnapshot(
      `"USAGE: Branch main has no request file replay-requests/may.yaml (commit <commit>). Pending: replay-requests/april.yaml, replay-requests/march.yaml. Nothing was started. See \`cqube-replay --help\`."`,
    )
    expect(JSON.parse(stdout)).toMatchObject({command: 'error', code: 'USAGE', exitCode: 1})
  })
})

describe('a request that must be signed', () => {
  it('waits for the signature, and says whose; explain and the report name who signed', async () => {
    const key = makeKey(site.remote.root, 'asha')
    const {checkout} = site.remote
    write('approval: {provider: signed-commits, approvers: [asha@example.org, binu@example.org]}\n')
    site.push()
    const unset = await site.run('run')
    site.write('allowed_signers', signersLine('asha@example.org', key))
    site.remote.git(['add', 'allowed_signers'], checkout)
    site.push()
    const refused = await site.run('run')
    for (const [name, value] of [
      ['gpg.format', 'ssh'],
      ['user.signingkey', key.file],
      ['commit.gpgSign', 'true'],
    ] as const) {
      site.remote.git(['config', name, value], checkout)
    }
    site.write('replay-requests/march.yaml', `# signed\n${requestOf('03')}`)
    site.push()

    const run = await site.run('run', 'replay-requests/march.yaml')
    const explained = await site.run('explain')

    expect([unset, refused, run].map(({exitCode}) => exitCode)).toEqual([2, 2, 0])
    expect(unset.stderr).toContain('SIGNERS_MISSING: Branch main')
    expect(settled(refused.stdout).replaceAll(/[0-9a-f]{12}/g, '<commit>')).toMatchInlineSnapshot(`
      "Run <run> deleted nothing.

      Left out:
        replay-requests/april.yaml
          APPROVAL_MISSING: Commit <commit> brought replay-requests/april.yaml, and the branch had no
          allowed_signers before it: a commit does not say itself whose signatures count. To get there,
          change the file once more, if only in its reason, and bring it by commits that approvers sign
          (\`git commit -S\`, \`git merge -S\`).
        replay-requests/march.yaml
          APPROVAL_MISSING: Commit <commit> brought replay-requests/march.yaml, and the branch had no
          allowed_signers before it: a commit does not say itself whose signatures count. To get there,
          change the file once more, if only in its reason, and bring it by commits that approvers sign
          (\`git commit -S\`, \`git merge -S\`).

      Report: branch replay-reports, commit <commit>.
      "
    `)
    expect(settled(run.stdout)).toContain('Run <run> deleted 541 rows for 1 request.')
    expect(explained.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Approved by asha@example\.org \(signed commit [0-9a-f]{12}\)\./,
    )
  })
})
