import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {withdrawnRequests} from '../../../src/commands/withdrawn.ts'
import {openDatabaseOf, openLedger, openRequestSource} from '../../../src/compose.ts'
import {readSettings} from '../../../src/core/settings/read-settings.ts'
import {createOperator, requestText, settingsText, type Operator} from '../../support/operator.ts'

const month = (number: string): string => requestText({student_attendance: {year: '2020', months: [number]}})

let operator: Operator
beforeEach(async () => {
  operator = await createOperator('pg18', {content: 'tables'})
  await operator.load('student_attendance', '2020-03', ['1.1'])
})
afterEach(() => operator.remove())

/** As `status` asks for it. */
async function withdrawn(now = new Date()) {
  const {settings} = readSettings(Buffer.from(settingsText()), 'cqube-replay.yaml')
  if (settings === null) throw new Error('The settings are wrong.')
  const surroundings = operator.surroundings()
  const database = await openDatabaseOf(settings, surroundings.environment)
  try {
    const {memory} = await openLedger(database, settings, 'test')
    const requests = await openRequestSource(surroundings, settings)
    const commit = await requests.fetch()
    const context = {today: now.toISOString().slice(0, 10), addedSources: {}}
    return await withdrawnRequests({requests, memory, commit, now, context})
  } finally {
    await database.end()
  }
}

describe('a request that is taken from the branch', () => {
  it('before its run is withdrawn, and no run does anything for it', async () => {
    operator.request({'march.json': month('03')})
    const commit = operator.request({'march.json': null})

    const {runs} = await operator.run()

    expect(runs).toEqual([])
    expect(await withdrawn()).toMatchObject([
      {
        path: 'replay-requests/march.json',
        change: 'removed',
        reason: 'It was emitted twice by three districts',
        commit,
        author: 'Asha Rao <asha@example.org>',
      },
    ])
    expect(await operator.live()).toHaveLength(2)
  })

  it('by a change to another request is withdrawn as well', async () => {
    operator.request({'march.json': month('03')})
    operator.request({'march.json': month('04')})

    const found = await withdrawn()

    expect(found).toMatchObject([{path: 'replay-requests/march.json', change: 'edited'}])
  })

  it('after its run is not withdrawn, whether a later run has settled it or not', async () => {
    operator.request({'march.json': month('03')})
    await operator.run()
    operator.request({'march.json': null})

    const unsettled = await withdrawn()
    operator.request({'march.json': month('03')})
    await operator.run()
    operator.request({'march.json': null})
    const settled = await withdrawn()

    expect([unsettled, settled]).toEqual([[], []])
  })

  it.each([
    ['renamed', {'march.json': null, '2020/march.json': month('03')}],
    [
      'written in other words',
      {
        'march.json': null,
        'b.yaml': 'reason: Sent twice by us\nreplay: {student_attendance: {months: [3], year: 2020}}\n',
      },
    ],
    [
      'given another reason',
      {'march.json': requestText({student_attendance: {year: '2020', months: ['03']}}, {reason: 'Another reason'})},
    ],
  ])('and %s is still asked for', async (_, files) => {
    operator.request({'march.json': month('03')})
    operator.request(files)

    expect(await withdrawn()).toEqual([])
  })

  it('and never was one is nobody’s loss', async () => {
    operator.request({'march.json': '{"reason": 1}', 'b.txt': 'b', 'a b.json': month('03')})
    operator.request({'march.json': null, 'b.txt': null, 'a b.json': null})

    expect(await withdrawn()).toEqual([])
  })

  it('twice is told once, with its last end', async () => {
    operator.request({'march.json': month('03')})
    operator.request({'march.json': null})
    operator.request({'again.json': month('03')})
    const last = operator.request({'again.json': null})

    expect(await withdrawn()).toMatchObject([{path: 'replay-requests/again.json', commit: last}])
  })

  it('is forgotten after 400 days', async () => {
    operator.request({'march.json': month('03')})
    operator.request({'march.json': null})

    expect(await withdrawn(new Date(Date.now() + 401 * 86_400_000))).toEqual([])
  })
})
