import {describe, expect, test} from 'vitest'
import {outputSources} from '../../../../src/core/outputs/key-templates.ts'
import {isNamedView, matchOutputKey, patternOf} from '../../../../src/core/outputs/match-key.ts'
import {periodText} from '../../../../src/core/outputs/period.ts'
import {attributesOf, cqubeKeys, fill} from '../../../support/cqube-keys.ts'

const periodIn = (key: string): string | null => {
  const matched = matchOutputKey(key)
  return matched === null ? 'not ours' : matched.period === null ? null : periodText(matched.period)
}

/** March 2021 in the words of each flow. */
const march: Readonly<Record<string, {year: string; month: string}>> = {
  periodic_assessment_test: {year: '2020-21', month: 'March'},
  semester: {year: '2020-21', month: 'March'},
}
const filled = (source: string): readonly (readonly [template: string, key: string])[] =>
  (cqubeKeys.get(source) ?? []).map((template) => [
    template,
    fill(template, attributesOf(source, template, march[source] ?? {year: '2020-21', month: '3'})),
  ])

const withPeriod = ['student_attendance', 'teacher_attendance', 'crc', 'periodic_assessment_test', 'semester']

/** A period that rolls on with every file is none: a deleted month is one of many in it. */
const isOfOnePeriod = (source: string, template: string): boolean => {
  if (/\/(last_\w+|overall|all)\//.test(template.replaceAll('overall_category/overall', ''))) return false
  if (/\$\{(month|partition_by_month|year|academic_year)\}/.test(template)) return true
  return source === 'semester' && /^sat\/\$\{partition_by\}\/sem_/.test(template)
}

describe("cQube's output keys", () => {
  test('are all there', () => {
    const all = [...cqubeKeys.values()].flat()

    expect(all).toHaveLength(844)
    expect(all.filter((key) => key.includes('cateory') || key.includes('?'))).not.toEqual([])
  })

  test.each(withPeriod)('of %s are taken for outputs of that data source, and no others', (source) => {
    const foreign = filled(source).filter(([, key]) => matchOutputKey(key)?.dataSource !== source)

    expect(foreign.map(([, key]) => key).filter((key) => !key.startsWith('log_summary/'))).toEqual([])
  })

  test.each(withPeriod)('of %s name their period exactly where the template has one', (source) => {
    const wrong = filled(source)
      .filter(([template, key]) => ((matchOutputKey(key)?.period ?? null) === null) === isOfOnePeriod(source, template))
      .map(([template]) => template)

    expect(wrong).toEqual([])
  })

  test.each(withPeriod)('of %s name the period that was written into them', (source) => {
    const periods = new Set(filled(source).map(([, key]) => periodIn(key)))

    expect([...periods].filter((period) => period !== null && period !== 'not ours').sort()).toEqual(
      {
        student_attendance: ['2020-21', 'March 2021'],
        teacher_attendance: ['2020-21', 'March 2021'],
        crc: ['March 2021'],
        periodic_assessment_test: ['March 2020-21'],
        semester: ['2020-21', '2020-21, semester 1', 'March 2020-21'],
      }[source],
    )
  })

  test('of composite reports, progress cards, telemetry and logs are none of ours', () => {
    const others = ['composite', 'progress_card', 'telemetry', 'data_replay_options'].flatMap(filled)
    const logs = [...cqubeKeys.keys()].flatMap(filled).filter(([, key]) => key.startsWith('log_summary/'))

    const ours = [...others, ...logs].filter(([, key]) => matchOutputKey(key) !== null)

    expect(ours).toEqual([])
  })

  test('of the other data sources name no period', () => {
    const keys = ['diksha', 'udise', 'infrastructure', 'static'].flatMap(filled)

    const periods = new Set(keys.map(([, key]) => periodIn(key)))

    expect([...periods].sort()).toEqual([null, 'not ours'].sort())
    expect(matchOutputKey('diksha_raw_data/tpd_report2/overall/overall.csv')?.dataSource).toBe('diksha_tpd')
    expect(matchOutputKey('infra_block_map.json')?.dataSource).toBe('infrastructure')
    expect(
      matchOutputKey('school_management_category/overall_category/Local body/infra_block_map.json')?.dataSource,
    ).toBe('infrastructure')
  })

  test('have every shape of which there is a template', () => {
    const keys = withPeriod.flatMap((source) => filled(source).map(([, key]) => key))

    const without = outputSources
      .flatMap(({templates}) => templates)
      .filter(({key}) => keys.every((each) => !patternOf(key).test(each)))

    expect(without).toEqual([])
  })
})

describe('the period of a key', () => {
  test.each([
    ['attendance/2020-21/5/district.json', 'May 2021'],
    ['attendance/2020-21/6/district.json', 'June 2020'],
    ['attendance/2020-21/12/cluster/280001.json', 'December 2020'],
    ['attendance/2020-21/1/school.json', 'January 2021'],
    ['attendance/1999-00/1/school.json', 'January 2000'],
    ['attendance/2020-21/03/district.json', 'March 2021'],
    ['attendance/2021/3/district.json', 'March 2021'],
    ['teacher_attendance/district_2020-21_5.json', 'May 2021'],
    ['teacher_attendance/district_2020-21_6.json', 'June 2020'],
    ['exception_list/student_attendance_completion/block_2021_5.json', 'May 2021'],
    ['exception_list/student_attendance_completion/block_2021_6.json', 'June 2021'],
    ['crc/2020-21/6/block.json', 'June 2020'],
    ['pat/2020-21/July/metaData.json', 'July 2020-21'],
    ['pat/heatChart/indicatorIdLevel/2020-21/January/blocks/280001.json', 'January 2020-21'],
    ['sat/2020-21/sem_2/district/Grade 3.json', '2020-21, semester 2'],
    ['sat/trend_line_chart/state_2020-21.json', '2020-21'],
    ['attendance/raw/student_attendance_all_blocks_2020-21.csv', '2020-21'],
  ])('%s is %s', (key, period) => {
    expect(periodIn(key)).toBe(period)
  })

  test.each([
    'attendance/2020-22/3/district.json',
    'attendance/2020-21/13/district.json',
    'attendance/2020-21/0/district.json',
    'attendance/2020-21//district.json',
    'attendance/last_7_days/district.json',
    'attendance/last_day/cluster?280001.json',
    'attendance/last_7_days/school_management_cateory/Local body/overall_category/cluster/280001.json',
    'attendance/student_attendance_meta.json',
    'crc/overall/block.json',
    'pat/2020-21/Smarch/metaData.json',
    'pat/2021/July/metaData.json',
    'pat/all/pat_block.json',
    'sat/last_30_days/sem_1/sat_block.json',
    'exception_list/sat_exception/overall/sem_1/block.json',
  ])('%s cannot be read, so the object is never moved', (key) => {
    expect(periodIn(key)).toBeNull()
  })

  test.each([
    'comp_block.json',
    'attendance',
    'attendances/2020-21/3/x.json',
    'progressCard/2020-21/3/x.json',
    'infra/x',
  ])('%s is no output of a data source', (key) => {
    expect(matchOutputKey(key)).toBeNull()
  })
})

test('a stale view is named in full or by the beginning of its name', () => {
  const names = ['student_attendance_agg_overall', 'sat_*']

  const found = [
    'student_attendance_agg_overall',
    'student_attendance_agg_overall_2',
    'sat_x',
    'satx',
    'my_sat_x',
  ].filter((view) => isNamedView(view, names))

  expect(found).toEqual(['student_attendance_agg_overall', 'sat_x'])
})
