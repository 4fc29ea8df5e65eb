import {describe, expect, it} from 'vitest'
import {flagOf, judgeHole} from '../../../../src/core/holes/judge-hole.ts'
import {hole} from '../report/records.ts'

const opened = '2026-11-24T16:00:00Z'
const after = (days: number) => new Date(Date.parse(opened) + days * 86_400_000)
const at = (days: number) => after(days).toISOString()

describe('a hole', () => {
  it.each([
    [0, 'awaited', true],
    [1, 'partly_reloaded', true],
    [899, 'partly_reloaded', true],
    [900, 'reloaded', true],
    [1000, 'reloaded', true],
    [5000, 'reloaded', true],
  ])('of 1000 rows is, once %d came back, %s', (reloaded, state, watched) => {
    expect(judgeHole(hole({openedAt: opened}), reloaded, after(1))).toMatchObject({reloaded, state, watched})
  })

  it('of a slice of which only a half-loaded file was deleted is filled by the first row', () => {
    expect(judgeHole(hole({openedAt: opened, deleted: 0}), 0, after(1)).state).toBe('awaited')
    expect(judgeHole(hole({openedAt: opened, deleted: 0}), 1, after(1)).state).toBe('reloaded')
  })

  it('opens again when rows went away that had come', () => {
    const filled = hole({openedAt: opened, state: 'reloaded', reloaded: 1000, changedAt: at(1), closedAt: at(1)})

    expect(judgeHole(filled, 500, after(2))).toMatchObject({state: 'partly_reloaded', watched: true})
  })

  it('is settled when for a week nothing more came', () => {
    const partly = hole({openedAt: opened, state: 'partly_reloaded', reloaded: 500, changedAt: at(1)})

    expect(judgeHole(partly, 500, after(7.9))).toMatchObject({state: 'partly_reloaded', watched: true})
    expect(judgeHole(partly, 501, after(8))).toMatchObject({state: 'partly_reloaded', watched: true})
    expect(judgeHole(partly, 500, after(8))).toMatchObject({state: 'settled', watched: false})
  })

  it('that was filled is watched for a week, for a file that comes twice', () => {
    const filled = hole({openedAt: opened, state: 'reloaded', reloaded: 1000, changedAt: at(1)})

    expect(judgeHole(filled, 1000, after(7.9)).watched).toBe(true)
    expect(judgeHole(filled, 2000, after(8))).toMatchObject({state: 'reloaded', watched: true})
    expect(judgeHole(filled, 1000, after(8)).watched).toBe(false)
  })

  it('is given up when nothing came within 90 days', () => {
    expect(judgeHole(hole({openedAt: opened}), 0, after(89.9)).state).toBe('awaited')
    expect(judgeHole(hole({openedAt: opened}), 0, after(90))).toMatchObject({state: 'given_up', watched: false})
  })

  it('is overdue from its deadline on, as long as files are awaited', () => {
    const late = hole({openedAt: opened, deadline: at(5)})

    expect(judgeHole(late, 0, after(4.9)).overdue).toBe(false)
    expect(judgeHole(late, 0, after(5)).overdue).toBe(true)
    expect(judgeHole(late, 500, after(6)).overdue).toBe(true)
    expect(judgeHole(late, 1000, after(6)).overdue).toBe(false)
    expect(judgeHole(hole({openedAt: opened}), 0, after(6)).overdue).toBe(false)
  })
})

describe('what came back', () => {
  it.each([
    [1000, 0, null],
    [1000, 499, 'far_below'],
    [1000, 500, null],
    [1000, 1500, null],
    [1000, 1501, 'far_above'],
    [0, 7, null],
  ])('of %d rows, %d, is flagged %s', (deleted, reloaded, flag) => {
    expect(flagOf({deleted, reloaded})).toBe(flag)
  })
})
