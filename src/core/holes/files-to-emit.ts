import {udiseTables} from '../catalogue/udise-tables.ts'

const exams = (folder: string, prefix: string): readonly string[] =>
  ['mst', 'qst_mst', 'result_trans'].map((suffix) => `${folder}/${prefix}_${suffix}`)

/** One file for each raw table; `udise_school_metrics_trans` is made from them. */
const udiseFiles = udiseTables
  .filter((table) => table !== 'udise_school_metrics_trans')
  .map((table) => `udise/${table.slice('udise_'.length)}`)

/**
 * The files that bring a data source back, in the order in which they must be emitted: masters first, and of CRC the
 * inspections. Folder and stem below the emission bucket: `pat/periodic_exam_mst` is emitted as
 * `pat/periodic_exam_mst_20261124221500.zip`. Masters that a replay does not delete are not among them.
 * Source: cQube release-3.7, routes of the NiFi transformers.
 */
const files: Readonly<Record<string, readonly string[]>> = {
  student_attendance: ['student_attendance/student_attendance'],
  teacher_attendance: ['teacher_attendance/teacher_attendance'],
  crc: ['inspection_master/inspection_master', 'user_location_master/user_location_master'],
  diksha_summary_rollup: ['diksha/diksha_data_summary'],
  semester: exams('sat', 'semester_exam'),
  periodic_assessment_test: exams('pat', 'periodic_exam'),
  diksha_tpd: ['diksha/diksha_tpd'],
  udise: udiseFiles,
  infrastructure: ['infra_trans/infra_trans'],
  static: [
    'district_master/district_mst',
    'block_master/block_mst',
    'cluster_master/cluster_mst',
    'school_master/school_mst',
    'school_category/school_category_master',
    'school_management/school_management_master',
  ],
}

/** @returns empty for a data source that an administrator added: only its owner knows its files */
export const filesToEmit = (dataSource: string): readonly string[] => files[dataSource] ?? []

/** What the names of these files begin with, without their folder: NiFi tells some of them only so. */
export const fileStems = (dataSource: string): readonly string[] =>
  filesToEmit(dataSource).map((file) => file.slice(file.lastIndexOf('/') + 1))

/**
 * What somebody who emits the files has to know of cQube's retention; null when it does not touch the data source.
 * Source: cQube release-3.7, `*_retention_*` and `*_filter_*` queries of pat, crc and sat.
 */
export function retentionNote(dataSource: string): string | null {
  switch (dataSource) {
    case 'crc':
    case 'periodic_assessment_test':
      return 'cQube drops rows that are older than its retention period. This deletion lets them in for five days; what is emitted after the time given is lost on its way.'
    case 'semester':
      return 'cQube drops results of exams that are older than its retention period (90 days unless it was changed), and no replay lets them in: raise the retention period before such files are emitted.'
    default:
      return null
  }
}
