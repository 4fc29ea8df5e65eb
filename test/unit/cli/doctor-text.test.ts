import {expect, it} from 'vitest'
import {coloursOf, noColours} from '../../../src/cli/colours.ts'
import {doctorText} from '../../../src/cli/doctor.ts'
import {failure, note, ok, skipped, warning} from '../../../src/core/doctor/finding.ts'

const results = [
  {name: 'Node.js', ...ok('20.19.0')},
  {name: 'Ledger', ...failure('LEDGER_OLDER', 'The ledger is of version 1; this program needs version 2')},
  {name: 'Catalogue', ...skipped('It needs: Ledger')},
  {
    name: 'Protected branch',
    ...warning('main, with settings that differ from those of this checkout', 'Push, or pull, cqube-replay.yaml.'),
  },
  {name: 'Reports branch', ...note('replay-reports is not there yet')},
]

it('is a line a check with its fix below, and a sum', () => {
  expect(doctorText(results, noColours)).toMatchInlineSnapshot(`
    "  ok       Node.js           20.19.0.
      failure  Ledger            LEDGER_OLDER: The ledger is of version 1; this program needs version 2.
                                 Fix: Run \`cqube-replay db migrate\` as the owner of the database.
      skipped  Catalogue         It needs: Ledger.
      warning  Protected branch  main, with settings that differ from those of this checkout.
                                 Fix: Push, or pull, cqube-replay.yaml.
      note     Reports branch    replay-reports is not there yet.

    5 checks: 1 ok, 1 note, 1 warning, 1 failure, 1 skipped.
    "
  `)
})

it('says the same with colours', () => {
  const coloured = doctorText(results, coloursOf({isTTY: true}, {TERM: 'xterm'}))

  expect(coloured).not.toBe(doctorText(results, noColours))
  expect(coloured.replaceAll(/\x1b\[\d+m/g, '')).toBe(doctorText(results, noColours))
})
