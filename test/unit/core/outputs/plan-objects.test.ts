import {describe, expect, test} from 'vitest'
import type {DeletedOutputs} from '../../../../src/core/outputs/deleted-periods.ts'
import {planObjects} from '../../../../src/core/outputs/plan-objects.ts'

const deleted = (overrides: Partial<DeletedOutputs> = {}): DeletedOutputs => ({
  dataSource: 'student_attendance',
  keys: ['2021-05'],
  examMonths: [],
  ...overrides,
})

const planned = (keys: readonly string[], of: DeletedOutputs): readonly string[] =>
  planObjects(keys, of, (key) => `archive/${key}`)
    .filter(({action}) => action === 'planned')
    .map(({name}) => name)

describe('objects to be looked at after a deletion', () => {
  test('are those of its months and of the academic year that these lie in', () => {
    const keys = [
      'attendance/2020-21/5/district.json',
      'attendance/2021-22/5/district.json',
      'attendance/2020-21/6/district.json',
      'attendance/trend_line_chart/state_2020-21.json',
      'attendance/trend_line_chart/state_2021-22.json',
      'teacher_attendance/district_2020-21_5.json',
    ]

    const looked = planned(keys, deleted())

    expect(looked).toEqual(['attendance/2020-21/5/district.json', 'attendance/trend_line_chart/state_2020-21.json'])
  })

  test('are those of the months that the deleted exams were of, not of the dates in their codes', () => {
    const keys = ['pat/2020-21/June/metaData.json', 'pat/2021-22/June/metaData.json', 'pat/2020-21/July/metaData.json']

    const looked = planned(
      keys,
      deleted({
        dataSource: 'periodic_assessment_test',
        keys: ['PAT-of-no-date'],
        examMonths: [{academicYear: '2020-21', month: 6}],
      }),
    )

    expect(looked).toEqual(['pat/2020-21/June/metaData.json'])
  })

  test('are none for an exam whose month nobody knows', () => {
    const of = deleted({dataSource: 'periodic_assessment_test', keys: ['PAT-of-no-date']})

    const looked = planned(['pat/2020-21/June/metaData.json', 'pat/2020-21/July/metaData.json'], of)

    expect(looked).toEqual([])
  })

  test('are those of its semesters, and of the months of their exams', () => {
    const keys = [
      'sat/2020-21/sem_1/all_subjects_footer.json',
      'sat/2020-21/sem_2/all_subjects_footer.json',
      'sat/2019-20/sem_1/all_subjects_footer.json',
      'sat/heatmap-summary/2020-21/October/allData.json',
      'sat/heatmap-summary/2020-21/March/allData.json',
      'sat/trend_line_chart/state_2020-21.json',
    ]

    const looked = planned(
      keys,
      deleted({
        dataSource: 'semester',
        keys: ['2020-21/1', '*/1'],
        examMonths: [{academicYear: '2020-21', month: 10}],
      }),
    )

    expect(looked).toEqual([keys[0], keys[3], keys[5]])
  })

  test('that span periods are counted by folder and stay', () => {
    const records = planObjects(
      [
        'attendance/overall/district.json',
        'attendance/overall/cluster/280001.json',
        'attendance/overall/cluster/280002.json',
        'attendance/overall/school_management_category/Local body/x/cluster/1.json',
        'attendance/student_attendance_meta.json',
        'crc/overall/block.json',
      ],
      deleted(),
      (key) => key,
    )

    expect(records.map(({kind, name, action, objects}) => [kind, name, action, objects])).toEqual([
      ['spanning', 'attendance/overall/district.json', 'stale', 1],
      ['spanning', 'attendance/overall/cluster/', 'stale', 2],
      ['spanning', 'attendance/overall/school_management_category/Local body/x/cluster/1.json', 'stale', 1],
      ['spanning', 'attendance/student_attendance_meta.json', 'stale', 1],
    ])
  })
})
