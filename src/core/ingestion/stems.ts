/** What a field of a line must be to become a value of its column; empty fields are null, or a reject where required. */
export type FieldKind = 'int2' | 'int4' | 'int8' | 'numeric' | 'date' | 'text' | 'month' | 'academic year'

export interface Column {
  /** Name of the column of the staged lines. */
  readonly name: string
  /** Name in the file's header. */
  readonly field: string
  readonly kind: FieldKind
  readonly required: boolean
  /** Characters that the column of cQube's table takes; null where the kind says it. */
  readonly maxLength: number | null
}

/** One kind of file of cQube: what its objects are called, what its header says, where its lines go. */
export interface Stem {
  /** Object names begin with it: `student_attendance_20260701093000.zip`. */
  readonly name: string
  readonly dataSource: 'student_attendance' | 'periodic_assessment_test'
  /** Folder of the emission store. */
  readonly directory: string
  /** In the order in which they are staged. */
  readonly columns: readonly Column[]
  /** Fields of the header that nobody stores; the Aadhaar number is dropped before anything is stored or logged. */
  readonly dropped: readonly string[]
}

const column = (field: string, kind: FieldKind, required: boolean, name = field, maxLength: number | null = null) => ({
  field,
  name,
  kind,
  required,
  maxLength,
})
const text = (field: string, maxLength: number | null, required = false) =>
  column(field, 'text', required, field, maxLength)

const studentAttendance: Stem = {
  name: 'student_attendance',
  dataSource: 'student_attendance',
  directory: 'student_attendance',
  columns: [
    column('StudentAttendanceId', 'int8', true, 'attendance_id'),
    column('StudentId', 'int8', true, 'student_id'),
    column('SchoolId', 'int8', true, 'school_id'),
    column('AcademicYear', 'academic year', true, 'year'),
    column('Month', 'month', true, 'month'),
    ...Array.from({length: 31}, (_, day) => column(String(day + 1), 'int2', false, `day_${day + 1}`)),
  ],
  dropped: ['AadhaarUID'],
}

/** What cQube deletes as null stays required here (cQube release-3.7, pat_parameters, `…_check_if_null`). */
const examMaster: Stem = {
  name: 'periodic_exam_mst',
  dataSource: 'periodic_assessment_test',
  directory: 'pat',
  columns: [
    column('exam_id', 'int4', true),
    text('assessment_year', 20, true),
    text('medium', 20, true),
    column('standard', 'int4', true),
    text('division', 20),
    column('subject_id', 'int4', true),
    text('subject_name', 50, true),
    column('exam_type_id', 'int4', true),
    text('exam_type', 50, true),
    text('exam_code', 100, true),
    column('exam_date', 'date', true),
    column('total_questions', 'int4', true),
    column('total_marks', 'numeric', true),
  ],
  dropped: [],
}

const questionMaster: Stem = {
  name: 'periodic_exam_qst_mst',
  dataSource: 'periodic_assessment_test',
  directory: 'pat',
  columns: [
    column('question_id', 'int4', true),
    column('exam_id', 'int4', true),
    column('indicator_id', 'int4', false),
    text('indicator_title', 20),
    text('indicator', null),
    text('question_title', 20, true),
    text('question', null, true),
    column('question_marks', 'numeric', true),
  ],
  dropped: [],
}

const examResults: Stem = {
  name: 'periodic_exam_result_trans',
  dataSource: 'periodic_assessment_test',
  directory: 'pat',
  columns: [
    column('id', 'int4', true),
    column('exam_id', 'int4', true),
    text('exam_code', 100, true),
    column('student_id', 'int8', false),
    column('student_uid', 'int8', true),
    column('school_id', 'int8', true),
    column('studying_class', 'int4', true),
    text('section', 20),
    column('question_id', 'int4', true),
    column('obtained_marks', 'numeric', true),
  ],
  dropped: ['Createddt'],
}

/** In the order in which files are loaded: results without their exams and questions make no aggregate. */
export const stems: readonly Stem[] = [studentAttendance, examMaster, questionMaster, examResults]

export function stemNamed(name: string): Stem {
  const stem = stems.find((each) => each.name === name)
  if (stem === undefined) throw new RangeError(`No files are called ${name}.`)
  return stem
}
