/** What the administrators of the demo's state write; the slices are in the fixture's data. */

export const settingsPath = 'cqube-replay.yaml'

export const settingsText = `# Settings of the demo; every key has a default (docs/settings.md).
git:
  protocols: [file]             # the remote is a folder here
emission:
  directory: ../emission        # stands for cQube's emission bucket
outputs:
  directory: ../outputs         # stands for cQube's output bucket, which its reports read
ingestion:
  embedded: true                # there is no NiFi here: a run loads corrected files itself
limits:
  full_refresh: [udise]         # without this line a request for all of udise is refused
`

export interface DemoRequest {
  readonly path: string
  readonly text: string
}

export const attendancePath = 'replay-requests/2021-03-attendance.yaml'

export const examPath = 'replay-requests/2021-03-exam.yaml'
export const copyPath = 'replay-requests/april/attendance-again.yaml'
export const renamedPath = 'replay-requests/april/exam.yaml'

export const misspelt = 'student_atendance'
export const corrected = 'student_attendance'

const attendance = `reason: Attendance of January and March 2021 was emitted twice by three districts
ticket: CQB-1234
replay:
  ${misspelt}: {year: 2021, months: [1, 3]}
`

const exam = `reason: The marks of one exam were entered for the wrong grade
replay:
  periodic_assessment_test: {exam_code: [PAT010101012021]}
`

const batches = `reason: Two course batches were emitted before the course had ended
replay:
  diksha_tpd: {batch_id: [03052315462389, 046789546783]}
`

const udise = `reason: The yearly UDISE file was of the year before
replay:
  udise: {selection: yes}
`

export const requests: readonly DemoRequest[] = [
  {path: attendancePath, text: attendance},
  {path: examPath, text: exam},
  {path: 'replay-requests/2021-03-course-batches.yaml', text: batches},
  {path: 'replay-requests/2021-04-udise.yaml', text: udise},
]

/** Of the slices above, one table each, as somebody would ask who knows cQube and not this program. */
export const leftOvers: readonly string[] = [
  'select count(*) as rows from student_attendance_trans where year = 2021 and month in (1, 3)',
  "select count(*) as rows from periodic_exam_school_result where exam_code = 'PAT010101012021'",
  "select count(*) as rows from diksha_tpd_trans where batch_id in ('03052315462389', '046789546783')",
  'select count(*) as rows from udise_sch_profile',
]

/** Folders of the output store whose months the requests above empty. */
export const vanishedKeys: readonly string[] = ['attendance/2020-21/1/', 'attendance/2020-21/3/']
