import {describe, expect, it} from 'vitest'
import {
  actionIn,
  builtAction,
  isActionReference,
  isPlaceholder,
  unknownAction,
} from '../../../../src/core/init/action-reference.ts'

const commit = '0a1b2c3d4e'.repeat(4)

describe('the Action that workflows use', () => {
  it.each([`state/cqube-replay@${commit}`, `state-x/cqube.replay@${commit} # v1.2.3`])('is pinned: %s', (text) => {
    expect(isActionReference(text)).toBe(true)
  })

  it.each([
    'state/cqube-replay',
    'state/cqube-replay@v1',
    `state/cqube-replay@${commit.slice(1)}`,
    `state/cqube-replay@${commit.toUpperCase()}`,
    `state/cqube-replay@${commit}0`,
    `./cqube-replay@${commit}`,
    `docker://state/cqube-replay@${commit}`,
    `state/cqube-replay@${commit}\n        run: id`,
    `state/cqube-replay@${commit} # v1\n      - run: id`,
    `\${{ github.repository }}@${commit}`,
    '',
  ])('is not %j', (text) => {
    expect(isActionReference(text)).toBe(false)
  })

  it('is the commit that the program was built from, of a repository that is still to be named', () => {
    expect(builtAction(commit, '1.2.3')).toBe(`your-organisation/cqube-replay@${commit} # cqube-replay 1.2.3`)
    expect(builtAction(null, '1.2.3')).toBe(unknownAction)
    expect([builtAction(commit, '1'), unknownAction].map(isPlaceholder)).toEqual([true, true])
    expect(isPlaceholder(`state/cqube-replay@${commit}`)).toBe(false)
    expect([builtAction(commit, '1'), unknownAction].map(isActionReference)).toEqual([true, true])
  })

  it('is found again in a workflow', () => {
    const workflow = (uses: string) =>
      `steps:\r\n      - name: A\r\n        uses: actions/checkout@${commit} # v7\r\n      - name: B\r\n        uses: ${uses}\r\n`

    expect(actionIn(workflow(`state/cqube-replay@${commit} # v1.2.3`))).toBe(`state/cqube-replay@${commit} # v1.2.3`)
    expect(actionIn(workflow('state/cqube-replay@main'))).toBeNull()
    expect(actionIn('steps: []\n')).toBeNull()
  })
})
