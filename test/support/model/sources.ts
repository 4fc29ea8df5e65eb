import type {Slice} from '../../../src/core/slice.ts'

/** A row that a test put into one table of a data source: `table:tag`, where the tag is unique and stands in a text column. */
export type RowId = string

interface ModelSource {
  readonly dataSource: string
  readonly keys: readonly string[]
  /** Two of the source's tables in the order of deletion, with the column that takes the tag. */
  readonly tables: readonly (readonly [table: string, tagColumn: string])[]
  /** One statement, first table first: $1 slice key, $2 tags. */
  readonly insert: string
}

/** Three kinds of slice: months, a date range, codes whose second table is found through the first. */
export const modelSources: readonly ModelSource[] = [
  {
    dataSource: 'student_attendance',
    keys: ['2020-03', '2020-04'],
    tables: [
      ['student_attendance_staging_1', 'ff_uuid'],
      ['school_student_total_attendance', 'school_name'],
    ],
    insert: `with row as (select split_part($1, '-', 1)::int as y, split_part($1, '-', 2)::int as m, t from unnest($2::text[]) t),
      first as (insert into student_attendance_staging_1 (ff_uuid, year, month) select t, y, m from row)
      insert into school_student_total_attendance (school_name, school_id, year, month) select t, replace(t, '.', '')::int8, y, m from row`,
  },
  {
    dataSource: 'diksha_summary_rollup',
    keys: ['2021-01-01', '2021-01-02', '2021-01-03'],
    tables: [
      ['diksha_content_staging', 'ff_uuid'],
      ['diksha_content_trans', 'ff_uuid'],
    ],
    insert: `with first as (insert into diksha_content_staging (ff_uuid, content_view_date) select t, $1::date from unnest($2::text[]) t)
      insert into diksha_content_trans (ff_uuid, content_view_date) select t, $1::date from unnest($2::text[]) t`,
  },
  {
    dataSource: 'periodic_assessment_test',
    keys: ['PAT010101012021', 'PAT010201012021'],
    tables: [
      ['periodic_exam_qst_mst', 'question'],
      ['periodic_exam_mst', 'subject_name'],
    ],
    insert: `with first as (insert into periodic_exam_qst_mst (question, question_id, exam_id)
        select t, replace(t, '.', '')::int, replace(t, '.', '')::int from unnest($2::text[]) t)
      insert into periodic_exam_mst (subject_name, exam_id, assessment_year, exam_code)
        select t, replace(t, '.', '')::int, '2020-21', $1 from unnest($2::text[]) t`,
  },
]

/** What requests ask for: slices that are equal, disjoint, contained in one another, and that overlap in one day. */
export const modelSlices: readonly Slice[] = [
  {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [3]},
  {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [3, 4]},
  {kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-01', to: '2021-01-02'},
  {kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-02', to: '2021-01-03'},
  {kind: 'codes', dataSource: 'periodic_assessment_test', codes: ['PAT010101012021']},
  {kind: 'codes', dataSource: 'periodic_assessment_test', codes: ['PAT010101012021', 'PAT010201012021']},
]

export const sourceNamed = (dataSource: string): ModelSource => {
  const source = modelSources.find((candidate) => candidate.dataSource === dataSource)
  if (source === undefined) throw new Error(`The model has no data source ${dataSource}.`)
  return source
}
