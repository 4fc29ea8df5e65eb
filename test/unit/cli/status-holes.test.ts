import {expect, it} from 'vitest'
import {holesSection} from '../../../src/cli/status/holes-section.ts'
import type {StatusContext} from '../../../src/cli/status/section.ts'
import type {Status} from '../../../src/commands/status.ts'
import {readableTime} from '../../../src/core/report/zoned-time.ts'
import {readSettings} from '../../../src/core/settings/read-settings.ts'
import {hole} from '../core/report/records.ts'

const context = {
  settings: readSettings(null, 'cqube-replay.yaml').settings,
  at: (moment: string) => readableTime(moment, 'Asia/Kolkata'),
} as StatusContext
const shown = (openHoles: Status['openHoles']) => holesSection({openHoles} as Status, context)

it('says what to emit, in which order and before when, the overdue first', () => {
  const exam = {dataSource: 'periodic_assessment_test', kind: 'codes', table: 'periodic_exam_result_trans'} as const
  const deadline = '2026-11-29T16:30:13Z'

  expect(
    shown([
      hole({key: '2020-01', deleted: 1_250_340}),
      hole({key: '2020-02', deleted: 1_000_000}),
      hole({...exam, key: 'PAT010201012021', deleted: 900, deadline}),
      hole({...exam, key: 'PAT010101012021', reloaded: 20, state: 'partly_reloaded', deadline, overdue: true}),
      hole({dataSource: 'udise', kind: 'all', key: '*', deleted: 4_800}),
    ]),
  ).toMatchInlineSnapshot(`
    "Deleted, and waiting for corrected files:
        Deleted  Reloaded  Emit before                 How far                                                 Slice
          1,000        20  2026-11-29 22:00:13 +05:30  OVERDUE, a part came: far fewer rows than were deleted  periodic_assessment_test, code PAT010101012021
            900         0  2026-11-29 22:00:13 +05:30  nothing came yet                                        periodic_assessment_test, code PAT010201012021
      22,50,340         0  no deadline                 nothing came yet                                        student_attendance, January and February 2020
          4,800         0  no deadline                 nothing came yet                                        udise, everything (full refresh)
    Files to emit, in this order:
      periodic_assessment_test: pat/periodic_exam_mst, pat/periodic_exam_qst_mst, pat/periodic_exam_result_trans
      student_attendance: student_attendance/student_attendance
      udise: udise/sch_incen_cwsn, udise/nsqf_plcmnt_c12, udise/sch_enr_reptr, and 29 more, which the report names"
  `)
})

it('says nothing when nothing is awaited', () => {
  expect(shown([])).toBeNull()
})
