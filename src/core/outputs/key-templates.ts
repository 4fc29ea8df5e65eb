import type {PeriodKind} from './period.ts'

/**
 * Keys of one shape. In `key`, `{year}`, `{month}` and `{semester}` are what the period is read from, `*` is any part of
 * a name, `**` any names to the end.
 */
export interface KeyTemplate {
  readonly key: string
  readonly period: PeriodKind
  /** The tables that the objects are made from: while one of them has a row of the period, the object is not stale. */
  readonly fedBy: readonly string[]
}

export interface OutputSource {
  readonly dataSource: string
  /** What the keys of the data source begin with, whether they name a period or not. */
  readonly roots: readonly string[]
  readonly templates: readonly KeyTemplate[]
}

const shapes =
  (period: PeriodKind, ...fedBy: readonly string[]) =>
  (...keys: readonly string[]): readonly KeyTemplate[] =>
    keys.map((key) => ({key, period, fedBy}))

/** A replay leaves the table of exceptions as it is, so its objects stay until a file of the month is loaded. */
const exceptions = (who: 'student' | 'teacher'): readonly KeyTemplate[] =>
  shapes('month', `${who}_attendance_exception_agg`)(
    `exception_list/${who}_attendance_completion/*_{year}_{month}.json`,
    `exception_list/${who}_attendance_completion/school_management_category/*/*/*_{year}_{month}.json`,
  )

/** Charts of what was learnt: of all schools, and again below a folder for each kind of management. */
const charts = (root: string, chart: string): readonly string[] => [
  `${root}/${chart}/{year}/{month}/**`,
  `${root}/school_management_category/${chart}/{year}/{month}/**`,
]

/** Trends of a year: of the state, of a level, and both again below folders for each kind of management. */
const trends = (root: string): readonly string[] => [
  `${root}/trend_line_chart/*_{year}.json`,
  `${root}/trend_line_chart/*/*_{year}.json`,
  `${root}/trend_line_chart/school_management_category/*/*/*/*_{year}.json`,
  `${root}/trend_line_chart/school_management_category/*/*/*/*/*_{year}.json`,
]

const results = 'periodic_exam_school_result'
const answers = 'periodic_exam_school_qst_result'
const semesterResults = 'semester_exam_school_result'

const onlyRoots = (dataSource: string, ...roots: readonly string[]): OutputSource => ({
  dataSource,
  roots,
  templates: [],
})

/**
 * The keys of cQube's outputs that belong to a data source. `year` is an academic year but for the lists of exceptions;
 * `month` is a number for attendance and CRC visits, an English name for exams.
 * Source: cQube_Workflow release-3.7, "Object Key" of cQube_data_storage.xml, PartitionRecord of the transformers, and
 * the `*_queries.json` that the objects are made by.
 */
export const outputSources: readonly OutputSource[] = [
  {
    dataSource: 'student_attendance',
    roots: ['attendance/', 'exception_list/student_attendance_completion/'],
    templates: [
      ...shapes('month', 'school_student_total_attendance')(
        'attendance/{year}/{month}/**',
        'attendance/school_management_category/{year}/{month}/**',
        'attendance/school_management_category/*/*/*_{year}_{month}.json',
      ),
      ...shapes('academic year', 'school_student_total_attendance')(
        'attendance/raw/*_{year}.csv',
        ...trends('attendance'),
      ),
      ...exceptions('student'),
    ],
  },
  {
    dataSource: 'teacher_attendance',
    roots: ['teacher_attendance/', 'exception_list/teacher_attendance_completion/'],
    templates: [
      ...shapes('month', 'school_teacher_total_attendance')(
        'teacher_attendance/*_{year}_{month}.json',
        'teacher_attendance/school_management_category/{year}/{month}/**',
      ),
      ...shapes('academic year', 'school_teacher_total_attendance')('teacher_attendance/raw/*_{year}.csv'),
      ...exceptions('teacher'),
    ],
  },
  {
    dataSource: 'crc',
    roots: ['crc/'],
    templates: shapes('month', 'crc_visits_frequency')(
      'crc/{year}/{month}/**',
      'crc/school_management_category/{year}/{month}/**',
    ),
  },
  {
    dataSource: 'periodic_assessment_test',
    roots: ['pat/', 'exception_list/pat_exception/'],
    templates: shapes('exam month', results, answers)(
      'pat/{year}/{month}/**',
      'pat/school_management_category/{year}/{month}/**',
      ...charts('pat', 'heatmap-summary'),
      ...charts('pat', 'heatChart/questionIdLevel'),
      ...charts('pat', 'heatChart/indicatorIdLevel'),
    ),
  },
  {
    dataSource: 'semester',
    roots: ['sat/', 'exception_list/sat_exception/'],
    templates: [
      ...shapes('semester', semesterResults)(
        'sat/{year}/sem_{semester}/**',
        'sat/school_management_category/{year}/sem_{semester}/**',
      ),
      ...shapes('exam month', semesterResults)(...charts('sat', 'heatmap-summary')),
      ...shapes('exam month', 'semester_exam_school_qst_result')(...charts('sat', 'heatChart/questionIdLevel')),
      // Another table that a replay leaves as it is.
      ...shapes('exam month', 'semester_exam_school_ind_result')(...charts('sat', 'heatChart/indicatorIdLevel')),
      ...shapes('exam year', semesterResults)(...trends('sat')),
    ],
  },
  onlyRoots('diksha_summary_rollup', 'diksha/', 'diksha_raw_data/stack_bar_reports/', 'diksha_raw_data/table_reports/'),
  onlyRoots('diksha_tpd', 'diksha_tpd/', 'diksha_raw_data/tpd_report2/'),
  onlyRoots('udise', 'udise/'),
  onlyRoots('infrastructure', 'infra_', 'school_management_category/overall_category/'),
  onlyRoots('static', 'meta/', 'exception_list/school_invalid_data.csv', 'exception_list/static/'),
]

/** Every table that an object is made from. */
export const feedingTables: readonly string[] = [
  ...new Set(outputSources.flatMap(({templates}) => templates.flatMap(({fedBy}) => fedBy))),
].sort()

/**
 * Materialized views that a deletion leaves stale (cQube_Workflow release-3.7, *_queries.sql); `*` is any end of a name.
 */
export const staleViews: Readonly<Record<string, readonly string[]>> = {
  student_attendance: [
    ...['student_attendance_agg_last_1_day', 'student_attendance_agg_last_7_days'],
    ...['student_attendance_agg_last_30_days', 'student_attendance_agg_overall'],
  ],
  periodic_assessment_test: ['periodic_exam_*', 'periodic_grade_*', 'stud_count_school_*', 'school_grade_enrolment_*'],
  semester: ['semester_exam_*', 'semester_grade_*', 'sat_*'],
}
