import {describe, expect, it} from 'vitest'
import {draftFromFlags, flagsUnusable, type RequestFlags} from '../../../../src/core/request/draft-from-flags.ts'

const read = (flags: RequestFlags) => draftFromFlags(flags, {meals: 'codes'})
const reason = 'It was emitted twice'

describe('flags of a new request', () => {
  it.each<[RequestFlags, object]>([
    [
      {source: ['student_attendance', 'crc'], year: '2021', month: ['3', '04']},
      {student_attendance: {year: '2021', months: ['3', '04']}, crc: {year: '2021', months: ['3', '04']}},
    ],
    [
      {source: ['diksha_summary_rollup'], from: '2021-01-01', to: '2021-01-31'},
      {diksha_summary_rollup: {from_date: '2021-01-01', to_date: '2021-01-31'}},
    ],
    [{source: ['semester'], semester: ['1']}, {semester: {semester: ['1']}}],
    [
      {source: ['semester'], academicYear: '2020-21', semester: ['1']},
      {semester: {academic_year: '2020-21', semester: ['1']}},
    ],
    [
      {source: ['periodic_assessment_test', 'diksha_tpd'], examCode: ['PAT1'], batchId: ['1', '2']},
      {periodic_assessment_test: {exam_code: ['PAT1']}, diksha_tpd: {batch_id: ['1', '2']}},
    ],
    [{source: ['meals'], code: ['a']}, {meals: {codes: ['a']}}],
    [{source: ['Infrastructure'], all: true}, {infrastructure: {selection: 'yes'}}],
  ])('%j ask for %j', (flags, replay) => {
    expect(read({...flags, reason}).draft).toEqual({reason, ticket: null, notBefore: null, repeatOf: null, replay})
  })

  it.each<[RequestFlags, readonly string[]]>([
    [{}, ['source', 'reason']],
    [{source: []}, ['source', 'reason']],
    [{source: ['student_attendance'], year: '2021', reason}, ['month']],
    [{source: ['diksha_tpd'], batchId: [], reason}, ['batchId']],
    [{source: ['udise'], reason}, ['all']],
  ])('%j lack %j', (flags, missing) => {
    const reading = read(flags)

    expect(reading.draft).toBeNull()
    expect(reading.missing).toEqual(missing)
  })

  it('that fit nothing are named, beside those that are missing', () => {
    const {missing, wrong} = read({source: ['student_atendance', 'crc'], year: '2021', examCode: ['X']})

    expect(flagsUnusable(missing, wrong).message).toMatchInlineSnapshot(
      `"No data source is called "student_atendance"; there are student_attendance, teacher_attendance, crc, diksha_summary_rollup, semester, periodic_assessment_test, diksha_tpd, udise, infrastructure, static, meals. --exam-code selects nothing of student_atendance, crc. Missing: --month, --reason. Nothing was written."`,
    )
  })
})
