import {truncateSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {attendanceCsv, attendanceHeader, attendanceLine, csv, emit, zipped} from '../../support/incoming.ts'
import {ingestionSite, type IngestionSite} from '../../support/ingestion-site.ts'

const key = 'student_attendance/student_attendance_20260701093000.csv'
const zipKey = key.replace(/csv$/, 'zip')
const good = attendanceCsv([{id: 900_001}, {id: 900_002}])

describe.each(servers)('a file that is refused on $name', ({name}) => {
  let site: IngestionSite
  beforeEach(async () => {
    site = await ingestionSite(name)
  })
  afterEach(() => site.remove())

  const everything = async (): Promise<unknown> =>
    site.rows(`select (select count(*) from student_attendance_trans) as trans, (select count(*) from student_attendance_meta) as meta,
      (select sum(total_present) from school_student_total_attendance) as present, (select count(*) from cqube_replay.loaded_file) as loaded`)

  /** The one line that a pass tells, with the tables as they were. */
  async function refusal(options: Parameters<IngestionSite['pass']>[0] = {}): Promise<string> {
    const before = await everything()
    const told = await site.pass(options)
    expect(told).toHaveLength(1)
    expect(await everything()).toEqual(before)
    return told.join()
  }

  it('has another header, and its lines are not quoted', async () => {
    site.emit(key, good.replace('SchoolId', 'SchoolID_2'))

    expect(await refusal()).toMatchInlineSnapshot(
      `"FILE_REFUSED: student_attendance/student_attendance_20260701093000.csv was not loaded (HEADER_WRONG). The header is not that of student_attendance; it lacks SchoolId; nobody knows its "SchoolID_2" (meant: SchoolId?). No line was loaded."`,
    )
  })

  it('has no header: its first pupil is not quoted', async () => {
    site.emit(key, csv(attendanceLine({id: 1}), attendanceLine({id: 2})))

    expect(await refusal()).toMatchInlineSnapshot(
      `"FILE_REFUSED: student_attendance/student_attendance_20260701093000.csv was not loaded (HEADER_WRONG). The first line names no field of student_attendance. No line was loaded."`,
    )
  })

  it('is half a CSV', async () => {
    site.emit(key, good.slice(0, -40))

    expect(await refusal()).toMatchInlineSnapshot(
      `"FILE_REFUSED: student_attendance/student_attendance_20260701093000.csv was not loaded (CUT_SHORT). It does not end in a line break: it was cut short after 1 whole lines. No line was loaded."`,
    )
  })

  it('is half a zip', async () => {
    const zip = await zipped({'student_attendance.csv': good})
    emit(site.directory, zipKey, zip)
    truncateSync(join(site.directory, zipKey), zip.length >> 1)

    expect(await refusal()).toMatch(/ZIP_BROKEN\)\. The zip is broken or was cut short/)
  })

  it('is a zip whose text is not what its checksum says', async () => {
    const zip = await zipped({'student_attendance.csv': good})
    const directory = zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
    zip.writeUInt32LE((zip.readUInt32LE(directory + 16) ^ 1) >>> 0, directory + 16)
    site.emit(zipKey, zip)

    expect(await refusal()).toMatch(/ZIP_BROKEN.*checksum/)
  })

  it('is a zip bomb', async () => {
    site.emit(zipKey, await zipped({'student_attendance.csv': Buffer.alloc(80 * 1024 ** 2, '1')}))

    expect(await refusal()).toMatch(
      /ZIP_TOO_LARGE\)\. The zip unpacks to 83886080 bytes or more, from \d+ packed ones; at most \d+ are unpacked\. It looks like a zip bomb/,
    )
  })

  it('is a zip bomb whose directory lies about its size', async () => {
    const zip = await zipped({'student_attendance.csv': Buffer.alloc(2 * 1024 ** 2, '1')})
    const directory = zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
    zip.writeUInt32LE(1000, directory + 24)
    site.emit(zipKey, zip)

    expect(await refusal()).toMatch(/ZIP_BROKEN/)
  })

  it('is a zip of two files, of a zip, or of nothing', async () => {
    for (const entries of [{'a.csv': good, 'b.csv': good}, {'inner.zip': await zipped({'a.csv': good})}, {}]) {
      site.emit(zipKey, await zipped(entries))

      expect(await refusal()).toMatch(/NOT_ONE_CSV/)
    }
  })

  it('opens a quote and never closes it', async () => {
    const line = attendanceLine({id: 900_001, mark: '"'})
    site.emit(
      key,
      csv(attendanceHeader, ...Array.from({length: 20_000}, () => line))
        .replaceAll('"', '')
        .replace('999988887777', '"9'),
    )

    expect(await refusal()).toMatch(/LINE_TOO_LONG.*a quote may be open/)
  })

  it('is of schools that nobody knows: it is told, and looked at again', async () => {
    site.emit(key, attendanceCsv([{id: 900_001, school: 1}]))

    const first = await refusal()
    await site.rows(`insert into school_hierarchy_details (school_id, school_name) values (1, 'New')`)
    const [second] = await site.pass()

    expect(first).toMatch(/SCHOOLS_UNKNOWN\)\. None of its 1 lines could be taken: 1 of a school that/)
    expect(second).toMatch(/^Loaded .*: 1 of 1 lines/)
  })

  it('has a name of nobody, and those that are being written have none', async () => {
    site.emit('student_attendance/teachers_20260701093000.csv', good)
    site.emit('student_attendance/.student_attendance_20260701093001.csv', good)
    site.emit('pat/student_attendance_20260701093000.csv', good)

    expect(await site.pass()).toEqual([
      'FILE_REFUSED: pat/student_attendance_20260701093000.csv was not loaded (NAME_UNKNOWN). No file of cQube that is loaded here has such a name.',
      'FILE_REFUSED: student_attendance/teachers_20260701093000.csv was not loaded (NAME_UNKNOWN). No file of cQube that is loaded here has such a name.',
    ])
  })

  it('is told once, and looked at again when it has changed', async () => {
    site.emit(key, good.slice(0, -40))
    await refusal()

    expect(await site.pass()).toEqual([])
    site.emit(key, good)
    expect(await site.pass()).toMatchObject(
      [/^Loaded /, /^Wrote /].map((text) => expect.stringMatching(text) as unknown),
    )
  })
})
