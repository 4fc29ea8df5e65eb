import {expect, it} from 'vitest'
import {neededApprovals} from '../../../../src/core/approval/needed.ts'
import type {ApprovalSettings} from '../../../../src/core/settings/settings.ts'
import type {Slice} from '../../../../src/core/slice.ts'

const settings: ApprovalSettings = {
  provider: 'github',
  approvers: ['asha', 'binu'],
  approvals: 1,
  approvalsLarge: 2,
  largeFromRows: 1_000,
  signersFile: 'allowed_signers',
}
const march: Slice = {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [3]}
const all: Slice = {kind: 'all', dataSource: 'udise'}

it.each([
  ['few rows', [march], 999, settings, {count: 1, because: 'usual'}],
  ['as many rows as the settings say', [march], 1_000, settings, {count: 2, because: 'rows'}],
  [
    'many rows where no number is large',
    [march],
    1e9,
    {...settings, largeFromRows: null},
    {count: 1, because: 'usual'},
  ],
  ['a full refresh of an empty table', [all], 0, settings, {count: 2, because: 'full_refresh'}],
  ['a full refresh beside a slice, and many rows', [march, all], 5_000, settings, {count: 2, because: 'full_refresh'}],
  [
    'many rows where more are asked for in general',
    [march],
    5_000,
    {...settings, approvals: 3},
    {count: 3, because: 'rows'},
  ],
] as const)('%s', (_, slices, rows, of, expected) => {
  expect(neededApprovals(slices, rows, of)).toEqual(expected)
})
