import {describe, expect, it} from 'vitest'
import {noColours} from '../../../src/cli/colours.ts'
import {optionsText} from '../../../src/cli/options-text.ts'
import type {Option, SourceOptions} from '../../../src/core/options/source-options.ts'

const option = (key: string, more: Partial<Option> = {}): Option => ({
  key,
  onlyIn: [],
  rows: null,
  deletedBy: null,
  ...more,
})

const source = (more: Partial<SourceOptions>): SourceOptions => ({
  dataSource: 'student_attendance',
  kind: 'months',
  hasOptionFile: true,
  options: [],
  filteredOut: 0,
  notRead: [],
  missing: [],
  ...more,
})

const shown = {fullRefresh: ['udise'], most: null, withRows: false, colours: noColours}
const run = '20261101T163000Z-4f2a'

describe('the text of options', () => {
  it('puts neighbours together, apart from what is marked', () => {
    const text = optionsText(
      [
        source({
          options: [
            ...['2020-11', '2020-12', '2021-01'].map((key) => option(key)),
            option('2021-02', {deletedBy: run}),
            option('2021-03', {onlyIn: ['student_attendance_staging_1', 'student_attendance_trans']}),
          ],
          notRead: [{table: 'student_attendance_trans', bytes: 15 * 1024 ** 3}],
        }),
        source({dataSource: 'crc', missing: ['crc_location_trans']}),
        source({dataSource: 'udise', kind: 'all', options: [option('*', {deletedBy: run})]}),
        source({dataSource: 'static', kind: 'all', options: [option('*')]}),
      ],
      shown,
    )

    expect(text).toMatchInlineSnapshot(`
      "student_attendance: 5 months
        November and December 2020
        January 2021
        deleted by run 20261101T163000Z-4f2a:
          February 2021
        only in student_attendance_staging_1, student_attendance_trans:
          March 2021
        not looked through: student_attendance_trans (16 GB, no index that helps); \`--rows\` reads it, too

      crc: no month
        there is no table crc_location_trans

      udise: full refresh, everything or nothing
        allowed by limits.full_refresh
        deleted by run 20261101T163000Z-4f2a

      static: full refresh, everything or nothing
        not allowed: limits.full_refresh in cqube-replay.yaml does not name it

      "only in": these tables hold it, but not the aggregate that cQube makes its option file of. Its own
      replay page does not offer it; a request can select it.

      "deleted by": that run deleted it. A request that deletes what was loaded since then names the run
      as \`repeat_of\`, which \`cqube-replay new\` asks for.
      "
    `)
  })

  it('shows what is marked first where codes are cut, and counts the rest', () => {
    const codes = Array.from({length: 100_000}, (_, n) => option(`PAT${String(n).padStart(6, '0')}`))
    const last = option('PAT999999', {onlyIn: ['periodic_exam_result_trans']})

    const text = optionsText(
      [source({dataSource: 'periodic_assessment_test', kind: 'codes', options: [...codes, last], filteredOut: 7})],
      {...shown, most: 3},
    )

    expect(text).toMatchInlineSnapshot(`
      "periodic_assessment_test: 1,00,001 codes of 1,00,008
        PAT999999  only in periodic_exam_result_trans
        PAT000000
        PAT000001
        … and 99,998 more: \`--search TEXT\` or \`--year YEAR\` for some, \`--all\` for all

      "only in": these tables hold it, but not the aggregate that cQube makes its option file of. Its own
      replay page does not offer it; a request can select it.
      "
    `)
  })

  it('shows each key with its rows where they were counted', () => {
    const text = optionsText(
      [source({options: [option('2021-01', {rows: 1_250_340}), option('2021-02', {rows: 1})]})],
      {
        ...shown,
        withRows: true,
      },
    )

    expect(text).toMatchInlineSnapshot(`
      "student_attendance: 2 months
             Rows  Key
        12,50,340  2021-01
                1  2021-02

      Rows are those of the tables that name the key themselves. \`cqube-replay plan\` also counts what is
      found through another table.
      "
    `)
  })
})
