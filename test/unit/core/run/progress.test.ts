import {expect, test} from 'vitest'
import {progressOf} from '../../../../src/core/run/progress.ts'
import {batchDeletion, deletion, record, tableDone} from '../report/records.ts'

const open = (rows: number) =>
  deletion({
    ...batchDeletion,
    state: 'EMITTED',
    startedAt: null,
    finishedAt: null,
    tables: [{...tableDone('diksha_tpd_trans', 4, rows), deleted: null, archived: null, rowsAfter: null}],
  })
const running = (deletions: ReturnType<typeof open>[]) =>
  record({state: 'deleting', states: record().states.slice(0, 4), deletions})
const at = (time: string) => new Date(`2026-11-24T${time}Z`)

test('a run shows what is done of what was planned, and guesses the rest by its own pace', () => {
  // 12,64,740 rows in 4 s, and as many to come, of which 1 s has passed.
  const progress = progressOf(running([deletion(), open(1_264_740)]), at('16:30:14'))

  expect(progress).toEqual({
    runId: '20261124T163000Z-4f2a',
    state: 'deleting',
    since: '2026-11-24T16:30:00Z',
    elapsedSeconds: 14,
    deletions: 2,
    deletionsDone: 1,
    rowsExpected: 2_529_480,
    rowsDeleted: 1_264_740,
    secondsLeft: 3,
  })
})

test('before the first deletion is done a usual pace is taken, and a late one is never told as over', () => {
  expect(progressOf(running([open(3_500_000)]), at('16:30:08'))?.secondsLeft).toBe(10)
  expect(progressOf(running([open(3_500_000)]), at('16:40:08'))?.secondsLeft).toBe(1)
})

test('with nothing left to delete there is nothing to guess, and a reported run has no progress', () => {
  expect(progressOf(record({state: 'outputs'}), at('16:30:20'))?.secondsLeft).toBeNull()
  expect(progressOf(record({state: 'reported'}), at('16:30:20'))).toBeNull()
})
