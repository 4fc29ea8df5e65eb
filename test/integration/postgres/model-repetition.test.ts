import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {runIdOf, type Op} from '../../support/model/ledger-model.ts'
import {modelSources} from '../../support/model/sources.ts'
import {openWorld, type World} from '../../support/model/world.ts'

describe.each(servers)('a repetition on $name', ({name}) => {
  let world: World

  beforeAll(async () => {
    world = await openWorld(name)
  })
  afterAll(() => world.drop())

  const load = (tag: string): Op => ({
    kind: 'load',
    dataSource: modelSources[0]?.dataSource ?? '',
    key: '2020-03',
    tags: [tag],
  })
  const runner = 0
  const outcomes = async (ops: readonly Op[]): Promise<string[]> => {
    const told: string[] = []
    for (const op of ops) told.push(await world.perform(op))
    return told
  }

  it('that was planned before the deletion it repeats does not take the rows that were loaded since', async () => {
    await world.reset()
    await outcomes([load('1.0'), {kind: 'take', runner}])
    await outcomes([
      {kind: 'start', runner, slice: 0, repeatOf: null},
      {kind: 'submit', runner},
    ])
    // Counts the rows of the first load, and names the run that is about to delete them.
    await outcomes([{kind: 'start', runner, slice: 0, repeatOf: runIdOf(0)}])
    await outcomes([{kind: 'deliver', run: 0, altered: false}, load('2.0')])

    const told = await outcomes([
      {kind: 'submit', runner},
      {kind: 'execute', runner, run: 1},
    ])

    expect(told).toEqual(['ALREADY_DELETED', 'DELETION_UNKNOWN'])
    expect((await world.view()).live).toEqual([
      'school_student_total_attendance:2.0',
      'student_attendance_staging_1:2.0',
    ])
  })

  it('that was planned afterwards takes them', async () => {
    await world.reset()
    await outcomes([load('1.0'), {kind: 'take', runner}])
    await outcomes([
      {kind: 'start', runner, slice: 0, repeatOf: null},
      {kind: 'submit', runner},
    ])
    await outcomes([{kind: 'deliver', run: 0, altered: false}, load('2.0')])

    const told = await outcomes([
      {kind: 'start', runner, slice: 0, repeatOf: runIdOf(0)},
      {kind: 'submit', runner},
      {kind: 'execute', runner, run: 1},
    ])

    expect(told).toEqual(['done', 'done', 'done'])
    expect((await world.view()).live).toEqual([])
  })
})
