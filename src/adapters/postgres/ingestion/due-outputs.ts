import {
  attendanceKey,
  attendanceMetaKey,
  examKey,
  examMetaKey,
  outputLevels,
  type OutputObject,
} from '../../../core/ingestion/output-objects.ts'
import type {DueOutputs} from '../../../ports/ingestion.ts'
import type {Sql} from '../connection.ts'

interface DueMonth {
  readonly fileId: number
  readonly dataSource: string
  readonly academicYear: string
  readonly year: number
  readonly month: number
}

/** Objects of the months that files have changed and that were not written since; each made when it is asked for. */
export async function dueOutputs(sql: Sql): Promise<DueOutputs | null> {
  const [newest] = await sql.query('select max(file_id) as id from cqube_replay.loaded_file where outputs_at is null')
  if (newest?.['id'] === null || newest === undefined) return null
  const rows = await sql.query('select * from cqube_replay.due_loads()')
  const months = rows.map((row): DueMonth => ({
    fileId: Number(row['file_id']),
    dataSource: String(row['data_source']),
    academicYear: String(row['academic_year']),
    year: Number(row['year']),
    month: Number(row['month']),
  }))
  return {
    objects: objectsOf(sql, months),
    written: async (epoch) => {
      await sql.query('select cqube_replay.record_outputs($1, $2)', [epoch, newest['id']])
    },
  }
}

async function* objectsOf(sql: Sql, months: readonly DueMonth[]): AsyncGenerator<OutputObject> {
  const made = async (call: string, parameters: readonly unknown[] = []): Promise<string> => {
    const [row] = await sql.query(`select cqube_replay.${call} as object`, parameters)
    return String(row?.['object'])
  }
  const ofSource = (name: string) => months.filter(({dataSource}) => dataSource === name)
  const [attendance, exams] = [ofSource('student_attendance'), ofSource('periodic_assessment_test')]
  for (const {year, month} of attendance) {
    for (const level of outputLevels) {
      yield {
        key: attendanceKey(year, month, level),
        json: await made('attendance_object($1, $2, $3)', [level, year, month]),
      }
    }
  }
  if (attendance.length > 0) yield {key: attendanceMetaKey, json: await made('attendance_meta_object()')}
  for (const {academicYear, month} of exams) {
    for (const level of outputLevels) {
      const json = await made('exam_object($1, $2, $3)', [level, academicYear, month])
      yield {key: examKey(academicYear, month, level), json}
    }
  }
  if (exams.length > 0) yield {key: examMetaKey, json: await made('exam_meta_object()')}
}
