import type {Problem} from '../../../../src/core/problem.ts'

export const problem = (more: Partial<Problem> & {readonly at?: Partial<Problem['place']>} = {}): Problem => {
  const {at, ...others} = more
  return {
    code: 'MONTH_OUT_OF_RANGE',
    severity: 'error',
    what: '"13" is not a month; months run from "01" to "12".',
    fix: 'Write the month as "01" … "12".',
    place: {file: 'replay-requests/march.yaml', line: 6, column: 14, pointer: '/replay/crc/months/1', ...at},
    ...others,
  }
}

export const warning = problem({
  code: 'EXPECT_MISSING',
  severity: 'warning',
  what: 'The request has no row contract.',
  fix: 'Run `cqube-replay plan --write`.',
  at: {line: 1, column: 1, pointer: '/expect'},
})

export const note = problem({
  code: 'REQUEST_WITHDRAWN',
  severity: 'note',
  what: 'It is withdrawn.',
  fix: 'Nothing has to be done.',
  at: {file: 'replay-requests/april.yaml', line: 1, column: 1, pointer: ''},
})

const attack =
  'x\n::error::stolen\r\n##[set-env name=PATH]/tmp ::stop-commands::t,a=b:c%0A::warning::100% [click](https://example.org)\u001b[2J'

/** Whatever a file's name, keys and values may hold. */
export const hostile = problem({
  what: `${attack} is not a month.`,
  fix: attack,
  at: {file: `replay-requests/${attack}.yaml`, pointer: `/${attack}`},
})
