import {describe, expect, it} from 'vitest'
import {coloursOf} from '../../../src/cli/colours.ts'

const isRed = (isTTY: boolean, environment: Readonly<Record<string, string>>): boolean =>
  coloursOf({isTTY}, environment).red('x') !== 'x'

describe('colours', () => {
  it('are on a terminal, and nowhere else', () => {
    expect(isRed(true, {TERM: 'xterm'})).toBe(true)
    expect(isRed(false, {TERM: 'xterm'})).toBe(false)
  })

  it.each([{NO_COLOR: '1'}, {TERM: 'dumb'}, {FORCE_COLOR: '0'}, {NO_COLOR: '1', FORCE_COLOR: '1'}])(
    'are off on a terminal with %j',
    (environment) => {
      expect(isRed(true, {TERM: 'xterm', ...environment})).toBe(false)
    },
  )

  it('are on in a log that asks for them', () => {
    expect(isRed(false, {FORCE_COLOR: '1'})).toBe(true)
  })

  it('are not switched off by a variable that is there and empty', () => {
    expect(isRed(true, {TERM: 'xterm', NO_COLOR: ''})).toBe(true)
  })
})
