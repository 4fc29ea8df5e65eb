import type {Catalogue, CatalogueSource, Predicate, StockColumn, TableEntry} from './catalogue.ts'
import {inOrder} from './catalogue.ts'
import type {SelectionKind} from '../slice.ts'
import {udiseTables} from './udise-tables.ts'

const loading = /(_staging(_[12])?|_temp|_tmp)$/

const entry = (table: string, predicate: Predicate, optional = false): TableEntry => ({
  table,
  optional,
  transient: loading.test(table),
  predicate,
})

const columns = (...names: string[]): Predicate => ({kind: 'columns', columns: names})
const yearAndMonth = columns('year', 'month')
const everyRow: Predicate = {kind: 'all'}

const source = (
  dataSource: string,
  kind: SelectionKind,
  stockUnlock: readonly StockColumn[],
  tables: readonly TableEntry[],
  catalogueName = dataSource,
): CatalogueSource => ({dataSource, catalogueName, kind, stockUnlock, tables: inOrder(tables)})

const attendance = (who: 'student' | 'teacher'): CatalogueSource =>
  source(
    `${who}_attendance`,
    'months',
    ['year', 'months'],
    [
      ...['staging_1', 'staging_2', 'meta', 'temp', 'trans'].map((suffix) =>
        entry(`${who}_attendance_${suffix}`, yearAndMonth),
      ),
      entry(`school_${who}_total_attendance`, yearAndMonth),
    ],
  )

/** The nine exam tables, which differ only in prefix and in how a table is tied to the request. */
function examTables(prefix: string, byCode: Predicate, byId: Predicate, master: Predicate): TableEntry[] {
  const results = ['result_staging_1', 'result_staging_2', 'result_temp', 'result_trans', 'school_qst_result']
  return [
    ...[...results, 'school_result'].map((suffix) => entry(`${prefix}_${suffix}`, byCode)),
    // cQube gives these two the same order; neither reads the other.
    entry(`${prefix}_qst_mst`, byId),
    entry(`${prefix}_stud_grade_count`, byCode),
    entry(`${prefix}_mst`, master),
  ]
}

const ofExams = (prefix: string, column: string, where: readonly string[]): Predicate => ({
  kind: 'reference',
  column,
  fromTable: `${prefix}_mst`,
  fromColumn: column,
  where,
})

const assessment = ['assessment_year', 'semester']
const code = columns('exam_code')
const batch = columns('batch_id')
const viewed = columns('content_view_date')

/**
 * What a replay of cQube's ten data sources deletes, in which order and by which predicate.
 * Source: cQube_Workflow release-3.7, table `del_data_source_details` and the functions of static_queries.sql. The
 * semester's grade counts are found by exam code as there; the function of workflow 3.2 always fails on that table.
 */
export const cqubeCatalogue: Catalogue = {
  sources: [
    attendance('student'),
    attendance('teacher'),
    source(
      'crc',
      'months',
      ['year', 'months'],
      [
        entry('crc_visits_frequency', yearAndMonth),
        entry('crc_location_trans', yearAndMonth),
        entry('crc_inspection_trans', {kind: 'date_parts', column: 'visit_date'}),
      ],
    ),
    source(
      'periodic_assessment_test',
      'codes',
      ['exam_code'],
      examTables('periodic_exam', code, ofExams('periodic_exam', 'exam_id', ['exam_code']), code),
    ),
    source(
      'semester',
      'semesters',
      ['academic_year', 'semesters'],
      examTables(
        'semester_exam',
        ofExams('semester_exam', 'exam_code', assessment),
        ofExams('semester_exam', 'exam_id', assessment),
        columns(...assessment),
      ),
      'semester_assessment_test',
    ),
    source(
      'diksha_tpd',
      'codes',
      ['batch_id'],
      [
        entry('diksha_tpd_staging', batch),
        entry('diksha_tpd_content_temp', batch),
        // Takes the aggregates of the collection's other batches with it, as cQube's own function does.
        entry('diksha_tpd_agg', {
          kind: 'reference',
          column: 'collection_id',
          fromTable: 'diksha_tpd_trans',
          fromColumn: 'collection_id',
          where: ['batch_id'],
        }),
        entry('diksha_tpd_trans', batch),
      ],
    ),
    source(
      'diksha_summary_rollup',
      'dates',
      ['from_date', 'to_date'],
      ['diksha_content_staging', 'diksha_content_temp', 'diksha_total_content', 'diksha_content_trans'].map((table) =>
        entry(table, viewed),
      ),
    ),
    source(
      'udise',
      'all',
      ['selection'],
      udiseTables.map((table) => entry(table, everyRow)),
    ),
    source(
      'infrastructure',
      'all',
      ['selection'],
      // The installer creates these from infrastructure_master, so a state without it has neither.
      ['infrastructure_temp', 'infrastructure_trans'].map((table) => entry(table, everyRow, true)),
    ),
    source(
      'static',
      'all',
      ['selection'],
      [
        ...['block_tmp', 'block_mst', 'district_tmp', 'district_mst', 'cluster_tmp', 'cluster_mst', 'school_master'],
        ...['school_tmp', 'school_hierarchy_details', 'school_geo_master'],
      ].map((table) => entry(table, everyRow)),
    ),
  ],
}
