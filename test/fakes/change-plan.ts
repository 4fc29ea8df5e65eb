import type {ChangedRequest, ChangePlan} from '../../src/core/pull-request/change-plan.ts'
import type {ReplayRequest} from '../../src/core/request/request.ts'

const march = {kind: 'months', dataSource: 'crc', year: 2020, months: [3]} as const

export const changedRequest = (
  more: Partial<ChangedRequest> = {},
  request: Partial<ReplayRequest> = {},
): ChangedRequest => ({
  request: {
    id: 'f'.repeat(64),
    path: 'replay-requests/march.yaml',
    reason: 'March was emitted twice by three districts',
    ticket: null,
    notBefore: null,
    repeatOf: null,
    slices: [march],
    expect: null,
    ...request,
  },
  paths: ['replay-requests/march.yaml'],
  alreadyAt: [],
  slices: [march],
  rows: [
    {dataSource: 'crc', table: 'crc_location_trans', position: 1, expected: 480},
    {dataSource: 'crc', table: 'crc_inspection_trans', position: 2, expected: 602},
    {dataSource: 'crc', table: 'crc_visits_frequency', position: 3, expected: 0},
  ],
  refusal: null,
  contract: {kind: 'holds'},
  approvals: null,
  outsideRetention: [],
  ...more,
})

export const changePlan = (more: Partial<ChangePlan> = {}): ChangePlan => ({
  head: 'a'.repeat(40),
  base: {branch: 'main', commit: 'b'.repeat(40)},
  isProposal: true,
  ledger: 'a1b2c3d4',
  plannedAt: '2026-11-25T13:00:00+05:30',
  requests: [changedRequest()],
  tables: [
    {dataSource: 'crc', table: 'crc_location_trans', rows: 480, tableRows: 11_520, tableRowsExact: true},
    {dataSource: 'crc', table: 'crc_inspection_trans', rows: 602, tableRows: 6_020, tableRowsExact: false},
    {dataSource: 'crc', table: 'crc_visits_frequency', rows: 0, tableRows: 1_440, tableRowsExact: true},
  ],
  counts: [
    {
      dataSource: 'crc',
      keys: ['2020-03'],
      sideEffects: [],
      tables: [
        ['crc_location_trans', 480, 11_520],
        ['crc_inspection_trans', 602, 6_020],
        ['crc_visits_frequency', 0, 1_440],
      ].map(([table, rows, tableRows], index) => ({
        table: String(table),
        position: index + 1,
        missing: false,
        transient: false,
        groups: [{keys: ['2020-03'], rows: Number(rows)}],
        tableRows: Number(tableRows),
        tableRowsExact: table !== 'crc_inspection_trans',
        tableBytes: 0,
      })),
    },
  ],
  documents: [
    {key: 'cqube_replay/<run id>_01.json', content: {run_id: '<run id>', crc: {year: '2020', months: ['03']}}},
  ],
  totals: {rows: 1_082, seconds: 1, archiveBytes: 200_000},
  settled: [],
  removed: [],
  isSettingsChanged: false,
  problems: [],
  notes: [],
  risk: {level: 'low', because: []},
  ...more,
})
