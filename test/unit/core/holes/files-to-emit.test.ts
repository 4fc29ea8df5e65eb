import {expect, it} from 'vitest'
import {cqubeSources} from '../../../../src/core/emission/source-order.ts'
import {fileStems, filesToEmit, retentionNote} from '../../../../src/core/holes/files-to-emit.ts'

it('names the files of each data source of cQube, masters first', () => {
  const shown = cqubeSources.map((source) => `${source}: ${filesToEmit(source).slice(0, 6).join(', ')}`)

  expect(shown).toMatchInlineSnapshot(`
    [
      "student_attendance: student_attendance/student_attendance",
      "teacher_attendance: teacher_attendance/teacher_attendance",
      "crc: inspection_master/inspection_master, user_location_master/user_location_master",
      "diksha_summary_rollup: diksha/diksha_data_summary",
      "semester: sat/semester_exam_mst, sat/semester_exam_qst_mst, sat/semester_exam_result_trans",
      "periodic_assessment_test: pat/periodic_exam_mst, pat/periodic_exam_qst_mst, pat/periodic_exam_result_trans",
      "diksha_tpd: diksha/diksha_tpd",
      "udise: udise/sch_incen_cwsn, udise/nsqf_plcmnt_c12, udise/sch_enr_reptr, udise/nsqf_basic_info, udise/sch_incentives, udise/nsqf_trng_prov",
      "infrastructure: infra_trans/infra_trans",
      "static: district_master/district_mst, block_master/block_mst, cluster_master/cluster_mst, school_master/school_mst, school_category/school_category_master, school_management/school_management_master",
    ]
  `)
  expect(filesToEmit('udise')).toHaveLength(32)
  expect(filesToEmit('mid_day_meal')).toEqual([])
})

it('no file of one data source is taken for a file of another', () => {
  const stems = cqubeSources.flatMap((source) => fileStems(source).map((stem) => ({source, stem})))

  const mistaken = stems.filter(({source, stem}) =>
    stems.some((other) => other.source !== source && stem.startsWith(other.stem)),
  )

  expect(mistaken).toEqual([])
  expect(stems.filter(({stem}) => 'data_replay_20210401.json'.startsWith(stem))).toEqual([])
})

it('says of which data sources cQube drops old rows', () => {
  const noted = cqubeSources.filter((source) => retentionNote(source) !== null)

  expect(noted).toEqual(['crc', 'semester', 'periodic_assessment_test'])
  expect(retentionNote('semester')).toMatch(/raise the retention period/)
})
