import {describe, expect, it} from 'vitest'
import type {Offer} from '../../../../src/core/options/offer.ts'
import {writeOptionFiles} from '../../../../src/core/options/option-files.ts'

const offers = new Map<string, Offer>([
  [
    'student_attendance',
    {
      kind: 'months',
      months: [
        {year: 2020, month: 9},
        {year: 2021, month: 3},
      ],
    },
  ],
  ['teacher_attendance', {kind: 'months', months: [{year: 2021, month: 5}]}],
  ['crc', {kind: 'months', months: [{year: 2021, month: 12}]}],
  ['periodic_assessment_test', {kind: 'codes', codes: ['PAT030129072020', 'PAT "quoted"']}],
  ['diksha_tpd', {kind: 'codes', codes: ['03052315462389', '046789546783']}],
  ['diksha_summary_rollup', {kind: 'dates', range: {from: '2021-01-01', to: '2021-01-31'}}],
  [
    'semester',
    {
      kind: 'semesters',
      years: [
        {academicYear: '2020-21', semesters: [1, 2]},
        {academicYear: null, semesters: [1]},
      ],
    },
  ],
])

const noRows = new Map<string, Offer>([
  ['student_attendance', {kind: 'months', months: []}],
  ['teacher_attendance', {kind: 'months', months: []}],
  ['crc', {kind: 'months', months: []}],
  ['periodic_assessment_test', {kind: 'codes', codes: []}],
  ['diksha_tpd', {kind: 'codes', codes: []}],
  ['diksha_summary_rollup', {kind: 'dates', range: null}],
  ['semester', {kind: 'semesters', years: []}],
])

const texts = (of: ReadonlyMap<string, Offer>) =>
  Object.fromEntries(writeOptionFiles(of).map(({key, bytes}) => [key, new TextDecoder().decode(bytes)]))

describe('the option files', () => {
  it('have the bytes that cQube writes', () => {
    const files = texts(offers)

    expect(files).toMatchInlineSnapshot(`
      {
        "data_replay/crc_meta.json": "[{"month":12,"year":2021,"month_name":"December "}]",
        "data_replay/diksha_data_summary_meta.json": "[{"from_date":"1609459200000","to_date":"1612051200000"}]",
        "data_replay/diksha_tpd_meta.json": "[{"batch_id":"03052315462389"},{"batch_id":"046789546783"}]",
        "data_replay/pat_meta.json": "[{"exam_code":"PAT030129072020"},{"exam_code":"PAT \\"quoted\\""}]",
        "data_replay/sat_meta.json": "[{"academic_year":"2020-21","semester":[1, 2]},{"academic_year":null,"semester":[1]}]",
        "data_replay/stud_att_meta.json": "[{"month":9,"year":2020,"month_name":"September"},{"month":3,"year":2021,"month_name":"March    "}]",
        "data_replay/tch_att_meta.json": "[{"month":5,"year":2021,"month_name":"May      "}]",
      }
    `)
  })

  it('are empty lists when the tables are empty, but for the date range, which has no days', () => {
    const files = texts(noRows)

    expect(files).toMatchInlineSnapshot(`
      {
        "data_replay/crc_meta.json": "[]",
        "data_replay/diksha_data_summary_meta.json": "[{"from_date":null,"to_date":null}]",
        "data_replay/diksha_tpd_meta.json": "[]",
        "data_replay/pat_meta.json": "[]",
        "data_replay/sat_meta.json": "[]",
        "data_replay/stud_att_meta.json": "[]",
        "data_replay/tch_att_meta.json": "[]",
      }
    `)
  })

  it('name the day of a date in UTC, which a reader in India takes for the same day', () => {
    const [file] = writeOptionFiles(new Map([['diksha_summary_rollup', offers.get('diksha_summary_rollup') as Offer]]))
    const [row] = JSON.parse(new TextDecoder().decode(file?.bytes)) as {from_date: string; to_date: string}[]
    const dayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', {timeZone}).format(Number(row?.to_date))

    expect([dayIn('UTC'), dayIn('Asia/Kolkata')]).toEqual(['2021-01-31', '2021-01-31'])
  })

  it('are not written for a data source whose table is missing', () => {
    const files = writeOptionFiles(new Map([['crc', {kind: 'months', months: []}]]))

    expect(files.map(({key}) => key)).toEqual(['data_replay/crc_meta.json'])
  })
})
