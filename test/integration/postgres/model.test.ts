import fc from 'fast-check'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {deletedOnce, figuresText, noFigures} from '../../support/model/property.ts'
import {openWorld, type World} from '../../support/model/world.ts'

const numRuns = Number(process.env['MODEL_RUNS'] ?? 60)

describe.each(servers)('any sequence of acts on $name', ({name}) => {
  let world: World

  beforeAll(async () => {
    world = await openWorld(name)
  })
  afterAll(() => world.drop())

  it('deletes every slice once or not at all, and loses no row', {timeout: 60_000 + numRuns * 5000}, async () => {
    const figures = noFigures()

    await fc.assert(deletedOnce(world, figures, 'rows and ledger'), {numRuns})

    process.stderr.write(`${name}: ${figuresText(figures)}\n`)
    expect(figures.deletions).toBeGreaterThan(numRuns / 2)
    expect(Object.keys(figures.outcomes)).toEqual(
      expect.arrayContaining(['ALREADY_DELETED', 'LEASE_LOST', 'ROWS_CHANGED_SINCE_PLAN', 'lost']),
    )
  })
})
