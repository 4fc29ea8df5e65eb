import {describe, expect, it} from 'vitest'
import {failureText} from '../../../src/cli/failure.ts'
import {failureOf} from '../../../src/entries/failure.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'

describe('what is told of a failure', () => {
  it('is its code, what happened and the fix; no stack for what is not our mistake', () => {
    const failure = failureOf(new ReplayError('OTHER_RUNNER', 'Another runner is active: nifi-2. Nothing was done.'))

    expect(failure.exitCode).toBe(6)
    expect(failureText(failure)).toMatchInlineSnapshot(`
      "OTHER_RUNNER: Another runner is active: nifi-2. Nothing was done.
      Fix: Wait until it is done, or until its lease expires if it was killed; then run again.
      "
    `)
  })

  it('has a stack when it is our mistake', () => {
    const failure = failureOf(new TypeError('x is not a function'))

    expect(failure.exitCode).toBe(70)
    expect(failureText(failure)).toMatch(
      /^BUG: x is not a function\nFix: This is our mistake: [^\n]+\nTypeError: x is not a function\n\s+at /,
    )
  })
})
