import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {logText} from '../../../../src/core/github/log-text.ts'
import {runnerCommand, runnerCommands} from '../../../support/action/runner-commands.ts'

/** Lines of which each is a command to the runner. */
const commands = [
  '::error::forged',
  '::error file=a.yaml,line=1::forged',
  '   ::set-output name=rows::0',
  '\t::add-mask::a',
  '\u3000::warning::wide blank',
  '\u2028::notice::line separator',
  '\u0085::error::next line',
  '::STOP-COMMANDS::token',
  'text ##[error]forged',
  '##[group]forged',
  'one ##[add-path]/tmp/owned',
  '###[error]forged',
]

describe('a text in the log of a workflow', () => {
  it.each(commands)('is no command any more: %j', (line) => {
    expect(runnerCommand(line)).not.toBeNull()

    expect(runnerCommands(logText(line))).toEqual([])
  })

  it('is none whatever is put together of what commands are made of', () => {
    const pieces = [
      ...[
        '::',
        ':',
        '##[',
        '#',
        '[',
        ']',
        'error::',
        'add-mask]',
        'group]',
        '::stop-commands::',
        ' name=x',
        ',',
        '%0A',
      ],
      ...['\n', '\r', '\r\n', '\t', '\v', '\f', '\u0085', '\u00a0', '\u1680', '\u2028', '\u2029', '\u3000', '\ufeff'],
      ...['\u200b', '\u200d', '\u00ad', '\ufe0f', '\u0000', '\u001b[31m', '\ud800', 'ക', '്', '‍'],
    ]
    const hostile = fc.array(
      fc.oneof({weight: 9, arbitrary: fc.constantFrom(...pieces)}, fc.string({unit: 'binary', maxLength: 3})),
      {
        maxLength: 16,
      },
    )
    let found = 0

    fc.assert(
      fc.property(hostile, (parts) => {
        const text = parts.join('')
        found += runnerCommands(text).length
        expect(runnerCommands(logText(text))).toEqual([])
      }),
      {numRuns: 6_000},
    )

    // Else the texts would be harmless by themselves.
    expect(found).toBeGreaterThan(50)
  })

  it('keeps its lines, and shows what could move the cursor', () => {
    expect(logText('one\r\ntwo\u001b[2J\rthree\n\u202efour')).toMatchInlineSnapshot(`
      "one
      two<U+001B>[2J
      three
      <U+202E>four"
    `)
  })

  it('is left as it is where it is harmless', () => {
    const text = 'replay-requests/മാർച്ച്.yaml:3:5 at /replay\n  YEAR_UNKNOWN: a::b # [c]'

    expect(logText(text)).toBe(text)
  })
})
