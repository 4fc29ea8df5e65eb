import type {Query} from './count.ts'

export interface CorrectedFile {
  /** In the emission store. */
  readonly key: string
  readonly text: string
  readonly lines: number
  readonly dataSource: string
  /** Counts, without this program, the rows that the file is to bring. */
  readonly sql: string
  readonly rows: number
}

const days = Array.from({length: 31}, (_, index) => index + 1)
const attendanceHeader = [
  'StudentAttendanceId',
  'StudentId',
  'SchoolId',
  'AadhaarUID',
  'AcademicYear',
  'Month',
  ...days,
]
const attendanceFields = [
  ...['attendance_id', 'student_id', 'school_id', "''", "'2020-21'", 'month'],
  ...days.map((day) => `day_${day}`),
]
const masterFields = [
  ...[
    'exam_id',
    'medium',
    'standard',
    'division',
    'subject_id',
    'exam_type_id',
    'exam_code',
    'exam_date',
    'total_questions',
  ],
  ...['total_marks', 'assessment_year', 'exam_type', 'subject_name'],
]
const questionFields = [
  ...['question_id', 'exam_id', 'indicator_id', 'indicator_title', 'indicator', 'question_title', 'question'],
  'question_marks',
]
const resultFields = [
  ...[
    'id',
    'exam_id',
    'exam_code',
    'student_id',
    'student_uid',
    'school_id',
    'studying_class',
    'section',
    'question_id',
  ],
  ...['obtained_marks'],
]

/** What was deleted, read from the archive as its owner: the demo's stand-in for the systems that emit corrected files. */
async function archivedLines(query: Query, table: string, fields: readonly string[]): Promise<string[]> {
  const archives = await query(
    `select format('cqube_replay_archive.%I', archive_table) as name from cqube_replay.archive where table_name = '${table}'`,
  )
  const rows = await query(
    archives
      .map(
        ({name}) => `select array_to_string(array[${fields.join(', ')}]::text[], '|', '') as line from ${String(name)}`,
      )
      .join(' union all '),
  )
  return rows.map(({line}) => String(line))
}

const countOf = (table: string, where: string): string => `select count(*) as rows from ${table} where ${where}`

export async function correctedFiles(query: Query): Promise<readonly CorrectedFile[]> {
  const file = async (of: {
    readonly stem: string
    readonly dataSource: string
    readonly table: string
    readonly header: readonly (string | number)[]
    readonly fields: readonly string[]
    readonly where: string
    /** Lines that are wrong. */
    readonly wrong: readonly string[]
  }): Promise<CorrectedFile> => {
    const right = await archivedLines(query, of.table, of.fields)
    const lines = [...right, ...of.wrong]
    return {
      key: `${of.stem}_20210601080000.csv`,
      text: `${[of.header.join('|'), ...lines].join('\n')}\n`,
      lines: lines.length,
      dataSource: of.dataSource,
      sql: countOf(of.table, of.where),
      rows: right.length,
    }
  }
  const exam = {dataSource: 'periodic_assessment_test', wrong: []}
  return [
    await file({
      stem: 'student_attendance/student_attendance',
      dataSource: 'student_attendance',
      table: 'student_attendance_trans',
      header: attendanceHeader,
      fields: attendanceFields,
      where: 'year = 2021 and month in (1, 3)',
      wrong: [`999999999|70000001|1||2020-21|3|${days.map(() => 1).join('|')}`],
    }),
    await file({
      ...exam,
      stem: 'pat/periodic_exam_mst',
      table: 'periodic_exam_mst',
      header: masterFields,
      fields: masterFields,
      where: "exam_code = 'PAT010101012021'",
    }),
    await file({
      ...exam,
      stem: 'pat/periodic_exam_qst_mst',
      table: 'periodic_exam_qst_mst',
      header: questionFields,
      fields: questionFields,
      where: "exam_id in (select exam_id from periodic_exam_mst where exam_code = 'PAT010101012021')",
    }),
    await file({
      ...exam,
      stem: 'pat/periodic_exam_result_trans',
      table: 'periodic_exam_result_trans',
      header: [...resultFields, 'Createddt'],
      fields: [...resultFields, "''"],
      where: "exam_code = 'PAT010101012021'",
    }),
  ]
}
