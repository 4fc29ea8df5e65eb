import {attendanceKey, examKey, outputLevels} from '../core/ingestion/output-objects.ts'
import type {DemoSite} from './site.ts'

/** What cQube would have written to its output store when it loaded the state. @returns how many objects */
export async function writeReportObjects({query, outputs}: DemoSite): Promise<number> {
  const attendance = await query(
    'select distinct year, month from school_student_total_attendance where year is not null order by 1, 2',
  )
  const exams = await query(
    'select distinct academic_year, extract(month from exam_date)::int as month from periodic_exam_school_result order by 1, 2',
  )
  const objects = outputLevels.flatMap((level) => [
    ...attendance.map((row) => {
      const [year, month] = [Number(row['year']), Number(row['month'])]
      return {
        key: attendanceKey(year, month, level),
        sql: `select cqube_replay.attendance_object('${level}', ${year}, ${month}) as json`,
      }
    }),
    ...exams.map((row) => {
      const [academicYear, month] = [String(row['academic_year']), Number(row['month'])]
      return {
        key: examKey(academicYear, month, level),
        sql: `select cqube_replay.exam_object('${level}', '${academicYear}', ${month}) as json`,
      }
    }),
  ])
  for (const {key, sql} of objects) {
    const [row] = await query(sql)
    await outputs.write(key, String(row?.['json']))
  }
  return objects.length
}
