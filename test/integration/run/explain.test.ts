import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {storyText} from '../../../src/cli/story-text.ts'
import {explain} from '../../../src/commands/explain.ts'
import {lookBack} from '../../../src/commands/history.ts'
import {openHistory} from '../../../src/compose-history.ts'
import {defaultSettings} from '../../../src/commands/settings-file.ts'
import type {Points} from '../../../src/ports.ts'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import {failureOf} from '../postgres/submitted-deletion.ts'

const settings = {...defaultSettings(), timeZone: 'UTC'}
const april = requestText({student_attendance: {year: '2021', months: ['04']}})

describe.each(servers)('the story of a run on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name)
  })
  afterEach(() => operator.remove())

  const told = async (runId: string | null) =>
    explain(await openHistory(operator.database), runId, settings, new Date())
  const textOf = async (runId: string | null) =>
    storyText((await told(runId)).story, {timeZone: 'UTC', columns: 400}).replaceAll(
      /\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?/g,
      '<time>',
    )
  const stopAt = (at: string): Points => ({
    reach: (point) => {
      if (point === at) throw new Error('stopped')
    },
  })

  it('of a run that was stopped and ended by the next runner says both, and when', async () => {
    operator.request({'april.yaml': april})
    await expect(operator.run(stopAt('deletion-done'))).rejects.toThrow('stopped')
    const unfinished = await told(null)

    await operator.run()

    expect(unfinished.story.summary).toContain('It is not over yet.')
    const {record, story} = await told(null)
    expect(record.runId).toBe(unfinished.record.runId)
    expect(story.events.map(({text}) => text).join('\n')).toMatch(
      /began it[^]+Deleting began\.[^]+were deleted[^]+runner-1 \(pid 1\) had stopped in the middle; runner-1 \(pid 1\) went on with it[^]+nothing of what was asked for was left\.[^]+The report was in Git/,
    )
    expect(story.summary).toContain('Everything was deleted')
  })

  it('of a refused run names what stayed, why, and the fix', async () => {
    operator.request({'april.yaml': april})
    operator.settings({limits: {rows_per_run: 10}})
    const {runId} = onlyRun(await operator.run())

    const text = await textOf(runId)

    expect(text).toContain('Nothing was deleted. No row was deleted.')
    expect(text).toMatch(/What was left out\n {2}- replay-requests\/april\.yaml: .+ 10/)
    expect(text).toContain('- Correct or withdraw what was left out: the next run looks at it again.')
    expect(text).not.toContain('What went wrong')
  })

  it('is not there for a rehearsal, and an unknown run gets the nearest named', async () => {
    operator.request({'april.yaml': april})
    const {runId: rehearsed} = onlyRun(await operator.rehearse())
    const none = await failureOf(told(null))
    const {runId} = onlyRun(await operator.run())

    const failures = [
      none,
      await failureOf(told(rehearsed)),
      await failureOf(told(runId.slice(-4))),
      await failureOf(told('x')),
    ]

    expect(failures.map(({code}) => code)).toEqual(['RUN_UNKNOWN', 'RUN_UNKNOWN', 'RUN_UNKNOWN', 'RUN_UNKNOWN'])
    expect(failures[0]?.message).toBe('The ledger knows no run so far.')
    expect(failures[1]?.message).toContain(`The ledger knows no run "${rehearsed}". Did you mean ${runId}?`)
    expect(failures[2]?.message).toContain(`Did you mean ${runId}?`)
    expect(failures[3]?.message).toBe(`The ledger knows no run "x". Its last one is ${runId}.`)
  })

  it('agrees with the history about how it ended', async () => {
    operator.request({'april.yaml': april, 'udise.yaml': requestText({udise: {selection: 'yes'}})})
    const {runId} = onlyRun(await operator.run())
    const {history} = await openHistory(operator.database)
    const filter = {source: null, since: null, until: null, outcome: null, request: 'replay-requests/udise.yaml'}

    const {runs} = await lookBack(history, filter, {limit: 5, timeZone: 'UTC', now: new Date()})

    const {record} = await told(runId)
    const rows = record.deletions.flatMap(({tables}) => tables).reduce((sum, {deleted}) => sum + (deleted ?? 0), 0)
    expect(runs).toMatchObject([
      {
        runId,
        outcome: 'awaiting_files',
        requests: 1,
        leftOut: 1,
        rowsDeleted: rows,
        dataSources: ['student_attendance'],
      },
    ])
  })
})
