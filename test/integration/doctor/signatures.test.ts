import {mkdirSync, symlinkSync} from 'node:fs'
import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {isMissing} from '../../support/database.ts'
import {examined} from '../../support/examined.ts'
import {createOperator, type Operator} from '../../support/operator.ts'
import {makeKey, signersLine} from '../../support/signed-repository.ts'

describe.skipIf(isMissing('pg18'))('doctor where approvals are signatures', () => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator('pg18', {
      settings: {approval: {provider: 'signed-commits', approvers: ['asha@example.org', 'binu@example.org']}},
    })
  })
  afterEach(() => operator.remove())

  it('misses the file of keys, and is content once it lists the approvers', async () => {
    const missing = await examined(operator.surroundings())
    operator.git.commit({
      allowed_signers: ['asha', 'binu']
        .map((name) => signersLine(`${name}@example.org`, makeKey(operator.git.root, name)))
        .join(''),
    })
    const there = await examined(operator.surroundings())

    expect(missing.line('Signatures')).toMatch(
      /^failure: SIGNERS_MISSING: The protected branch has no allowed_signers\./,
    )
    expect(missing.exitCode).toBe(2)
    expect(there.line('Signatures')).toMatch(/^ok: git [\d.]+ and ssh-keygen are here; allowed_signers lists keys of 2/)
  })

  it('misses ssh-keygen', async () => {
    const bin = join(operator.git.root, 'bin')
    mkdirSync(bin)
    symlinkSync(execFileSync('sh', ['-c', 'command -v git'], {encoding: 'utf8'}).trim(), join(bin, 'git'))

    // The programs of git itself are found without a PATH.
    const {line} = await examined(operator.surroundings(), {PATH: bin})

    expect(line('Signatures')).toMatch(/^failure: GIT_FAILED: ssh-keygen does not start, or is too old/)
  })

  it('does not look where nobody signs', async () => {
    operator.settings({})

    expect((await examined(operator.surroundings())).line('Signatures')).toBe('no such check')
  })
})
