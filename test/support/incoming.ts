import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {ZipFile} from 'yazl'

const days = Array.from({length: 31}, (_, index) => index + 1)

export const attendanceHeader = [
  ...['StudentAttendanceId', 'StudentId', 'SchoolId', 'AadhaarUID', 'AcademicYear', 'Month'],
  ...days,
].join('|')

export interface AttendanceLine {
  readonly id: number | string
  readonly student?: number
  readonly school?: number | string
  readonly year?: string
  readonly month?: number | string
  /** Of every day. */
  readonly mark?: number | string
}

/** A pupil present on each day of March 2021, in the first school of the fixture. */
export const attendanceLine = ({
  id,
  student = 70_000_001,
  school = 28_000_001,
  year = '2020-21',
  month = 3,
  mark = 1,
}: AttendanceLine): string => [id, student, school, '999988887777', year, month, ...days.map(() => mark)].join('|')

export const csv = (...lines: readonly string[]): string => `${lines.join('\n')}\n`

export const attendanceCsv = (lines: readonly AttendanceLine[]): string =>
  csv(attendanceHeader, ...lines.map(attendanceLine))

/** A zip of these entries, packed as the upload page packs. */
export async function zipped(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** As cQube's upload server leaves a file; whole at once. */
export function emit(directory: string, key: string, content: string | Buffer): void {
  const path = join(directory, key)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, content)
}
