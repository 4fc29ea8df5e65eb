import {describe, expect, it} from 'vitest'
import type {Finding} from '../../../../src/core/doctor/finding.ts'
import {rightsFinding, type RoleRights} from '../../../../src/core/doctor/rights-finding.ts'
import {clockFinding, folderFinding, nodeFinding, serverFinding} from '../../../../src/core/doctor/server-findings.ts'
import {
  catalogueFinding,
  ingestionFinding,
  runsFinding,
  stockFinding,
} from '../../../../src/core/doctor/work-findings.ts'

const told = ({status, found, fix}: Finding): string => `${status}: ${found}.${fix === null ? '' : ` Fix: ${fix}`}`

describe('the server', () => {
  const server = (versionNumber: number) =>
    serverFinding({
      versionNumber,
      version: String(versionNumber / 10_000),
      database: 'cqube',
      role: 'r',
      openSchema: null,
    })

  it.each([
    [90_624, 'failure'],
    [100_000, 'ok'],
    [180_004, 'ok'],
    [190_000, 'warning'],
  ])('of version %i is %s', (versionNumber, status) => {
    expect(server(versionNumber).status).toBe(status)
  })

  it.each([
    [0, 10, 'ok'],
    [5_000, 0, 'ok'],
    [5_001, 0, 'warning'],
    [-5_001, 0, 'warning'],
    [6_000, 2_000, 'ok'],
  ])('whose clock is %i ms ahead, by an answer of %i ms, is %s', (ahead, roundTrip, status) => {
    expect(clockFinding(ahead, roundTrip).status).toBe(status)
  })

  it('is told to be behind where it is', () => {
    expect(told(clockFinding(-7_500, 10))).toMatchInlineSnapshot(
      `"warning: The database's clock is 7.5 s behind this machine's. Fix: Set both by NTP. Leases go by the clock of the database alone; \`not_before\`, the schedule and the times in reports go by this one."`,
    )
  })
})

describe('this machine', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['20.18.3', 'failure'],
    ['22.0.0', 'ok'],
    ['18.20.1', 'failure'],
  ])('with Node.js %s is %s', (version, status) => {
    expect(nodeFinding(version, '>=20.19').status).toBe(status)
  })

  const store = {directory: '/srv/emission', exists: true, isWritable: true, freeBytes: 20_000_000_000}
  it.each([
    [store, 'ok'],
    [{...store, exists: false}, 'note'],
    [{...store, freeBytes: 999_000_000}, 'warning'],
    [{...store, isWritable: false}, 'failure'],
    [{...store, exists: false, isWritable: false}, 'failure'],
  ])('with a store %j is %s', (facts, status) => {
    expect(folderFinding(facts).status).toBe(status)
  })
})

describe('a role', () => {
  const all = (needed: number): RoleRights => ({needed, missing: []})
  const none = (needed: number): RoleRights => ({
    needed,
    missing: Array.from({length: needed}, (_, i) => `grant ${i};`),
  })
  const facts = {role: 'r', isOwner: false, reader: all(9), runner: all(5), nifi: none(4)}

  it.each([
    [facts, 'ok: r is a runner'],
    [{...facts, isOwner: true}, 'note: r owns the ledger'],
    [{...facts, runner: none(5)}, 'note: r is a planner'],
    [{...facts, reader: none(9)}, 'failure: r is a runner and lacks 9 rights'],
    [
      {...facts, runner: none(5), reader: {needed: 9, missing: ['grant x;']}},
      'failure: r is a planner and lacks 1 right.',
    ],
    [{...facts, runner: none(5), reader: none(9), nifi: all(4)}, 'note: r is the role of NiFi'],
    [
      {...facts, runner: none(5), reader: none(9), nifi: {needed: 4, missing: ['grant x;']}},
      'failure: r is the role of NiFi',
    ],
    [{...facts, runner: none(5), reader: none(9)}, 'failure: r has no right in the ledger'],
  ])('is what it may do: %#', (of, begins) => {
    expect(told(rightsFinding(of))).toContain(begins)
  })
})

describe('the work beside ours', () => {
  const row = (minutes: number | null) => ({file: 'a.json', state: 'SUBMITTED', minutes, closeStatement: 'update …'})

  it.each([
    [null, null, 'ok'],
    [[], null, 'ok'],
    [[row(600)], null, 'failure'],
    [[row(600)], 60, 'warning'],
    [[row(600), row(59)], 60, 'failure'],
    [[row(null)], 60, 'failure'],
  ])('open rows of the stock replay %j, passed over after %j min: %s', (rows, after, status) => {
    expect(stockFinding(rows, after).status).toBe(status)
  })

  it('is a file that is waited for, where the settings say so', () => {
    const file = {dataSource: 'crc', file: 'crc.zip', minutes: 2_000, closeStatement: 'update …'}

    expect(told(ingestionFinding([file], 'wait'))).toBe(
      'warning: crc.zip (crc) since 33 h; a deletion of the same data source waits meanwhile. Fix: Let it finish; close one that ' +
        'was left behind by: update …',
    )
  })

  it('is a catalogue that tells of optional tables', () => {
    const notes = ['udise: table "a" does not exist; the catalogue calls it optional.']

    expect(told(catalogueFinding({udise: [], crc: []}, notes))).toBe(
      'note: The tables of all 2 data sources are as the catalogue says. udise: table "a" does not exist; the catalogue calls it optional.',
    )
  })

  it('is an unfinished run, of which nothing is to be done while a runner is at work', () => {
    expect(runsFinding(['r1', 'r2', 'r3', 'r4', 'r5'], false)).toMatchObject({
      status: 'warning',
      found: '5 runs without a report in Git: r1; r2; r3; and 2 more',
    })
    expect(runsFinding(['r1'], true)).toMatchObject({status: 'note', fix: null})
  })
})
