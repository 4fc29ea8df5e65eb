import type {SourceCount, TableCount} from '../plan/counts.ts'
import {rowsByKey} from './rows-by-key.ts'

/** What a slice key is going to lose, in the table that stands for it. */
export interface SliceRows {
  readonly key: string
  readonly table: string
  readonly rows: number
}

/**
 * The table that tells best whether a slice of cQube came back: what its ingestion writes of the file itself, row by
 * row. UDISE and static end in one table that is built once all of their files are there.
 */
const comparedTables: Readonly<Record<string, string>> = {
  student_attendance: 'student_attendance_trans',
  teacher_attendance: 'teacher_attendance_trans',
  crc: 'crc_inspection_trans',
  diksha_summary_rollup: 'diksha_content_trans',
  semester: 'semester_exam_result_trans',
  periodic_assessment_test: 'periodic_exam_result_trans',
  diksha_tpd: 'diksha_tpd_trans',
  udise: 'udise_school_metrics_trans',
  infrastructure: 'infrastructure_trans',
  static: 'school_hierarchy_details',
}

/**
 * Every key of which a deletion takes a row, with the table that its reload is compared in: the source's own one (of an
 * added source the last that is not transient), or, where it has no row of the key, the one that loses most. cQube's
 * retention empties the former of old slices and leaves their aggregates. Zero rows: only a half-loaded file is deleted.
 * @returns by key; a semester of every academic year is there as the years that the database holds
 */
export function sliceRows(keys: ReadonlySet<string>, {dataSource, tables}: SourceCount): SliceRows[] {
  const lasting = tables.filter(({missing, transient}) => !missing && !transient)
  const own = lasting.find(({table}) => table === comparedTables[dataSource]) ?? lasting.at(-1)
  const most = new Map<string, SliceRows>()
  for (const {table, groups} of lasting) {
    for (const [key, rows] of rowsByKey(groups)) {
      const isOwn = table === own?.table
      const known = most.get(key)
      if (known === undefined || isOwn || (known.table !== own?.table && rows > known.rows))
        most.set(key, {key, table, rows})
    }
  }
  for (const key of keysOf(tables)) if (!most.has(key)) most.set(key, {key, table: own?.table ?? '', rows: 0})
  return [...most.values()].filter(({key}) => keys.has(key)).sort((a, b) => (a.key < b.key ? -1 : 1))
}

const keysOf = (tables: readonly TableCount[]): Set<string> =>
  new Set(tables.filter(({missing}) => !missing).flatMap(({groups}) => groups.flatMap((group) => group.keys)))
