import {byText} from '../plan/key-selection.ts'

/** cQube's ten data sources in the order of its documented JSON. */
export const cqubeSources = [
  'student_attendance',
  'teacher_attendance',
  'crc',
  'diksha_summary_rollup',
  'semester',
  'periodic_assessment_test',
  'diksha_tpd',
  'udise',
  'infrastructure',
  'static',
] as const
export type CqubeSource = (typeof cqubeSources)[number]

const places = new Map<string, number>(cqubeSources.map((source, index) => [source, index]))
const placeOf = (dataSource: string): number => places.get(dataSource) ?? cqubeSources.length

/** cQube's ten first, in its order; data sources that an administrator added follow by name. */
export const bySource = (a: string, b: string): number => placeOf(a) - placeOf(b) || byText(a, b)

const codeListNames: Readonly<Record<string, string>> = {periodic_assessment_test: 'exam_code', diksha_tpd: 'batch_id'}

/** What cQube's JSON calls a data source's list of codes; an added one has `codes`. */
export const codeListName = (dataSource: string): string => codeListNames[dataSource] ?? 'codes'
