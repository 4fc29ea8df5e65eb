import type {Catalogue} from '../../core/catalogue/catalogue.ts'
import {feedingTables} from '../../core/outputs/key-templates.ts'
import type {SelectionKind} from '../../core/slice.ts'
import {ledgerFunctions} from './ledger-functions.ts'

/** What a role needs on some things; `db grants` prints it, `doctor` looks whether it is there. */
export interface NeededRight {
  readonly rights: readonly ('usage' | 'execute' | 'select' | 'insert' | 'update' | 'delete' | 'truncate')[]
  readonly on: 'schema' | 'all tables in schema' | 'function' | 'table' | 'sequence'
  /** SQL text, quoted where it must be. */
  readonly names: readonly string[]
  /** An installation may do without the table. */
  readonly mayBeMissing: boolean
}

const ledger = 'cqube_replay'

const onSchemas = (...names: readonly string[]): NeededRight => ({
  rights: ['usage'],
  on: 'schema',
  names,
  mayBeMissing: false,
})

const onFunction = (name: string): NeededRight => ({
  rights: ['execute'],
  on: 'function',
  names: [`${ledger}.${name}`],
  mayBeMissing: false,
})

const onTable =
  (schema: string, ...rights: NeededRight['rights']) =>
  ([table, mayBeMissing]: readonly [string, boolean]): NeededRight => ({
    rights,
    on: 'table',
    names: [`${schema}.${quotedIdentifier(table)}`],
    mayBeMissing,
  })

export const quotedIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Tables by name, with whether each may be missing. */
function tablesOf(catalogue: Catalogue, kinds: readonly SelectionKind[] | null = null): [string, boolean][] {
  const sources = catalogue.sources.filter(({kind}) => kinds === null || kinds.includes(kind))
  return [...new Map(sources.flatMap(({tables}) => tables.map(({table, optional}) => [table, optional] as const)))]
}

const replayMeta = ['data_replay_meta', true] as const
const stockDeletions = ['del_data_source_details', true] as const
const ingestionBooks: readonly [string, boolean][] = [
  ['zip_files_processing', true],
  ['files_ingestion', true],
]

/** What outputs are made from: tables that a replay leaves alone are among them. */
const feeding = feedingTables.map((table): [string, boolean] => [table, true])

/** Of planner and runner. @param schema of cQube's tables, quoted */
export const readerRights = (catalogue: Catalogue, schema: string): readonly NeededRight[] => [
  onSchemas(ledger, schema),
  {rights: ['select'], on: 'all tables in schema', names: [ledger], mayBeMissing: false},
  ...ledgerFunctions.read.map(onFunction),
  ...[...new Map([...feeding, ...tablesOf(catalogue)]), replayMeta, stockDeletions].map(onTable(schema, 'select')),
]

/** Of the runner, on top of those. */
export const runnerRights = (): readonly NeededRight[] => ledgerFunctions.act.map(onFunction)

export const nifiRights = (): readonly NeededRight[] => [onSchemas(ledger), ...ledgerFunctions.nifi.map(onFunction)]

/** Of the ledger's owner, in whose name its functions act, where another role owns cQube's tables. */
export const ownerRights = (catalogue: Catalogue, schema: string) => ({
  delete: [onSchemas(schema), ...tablesOf(catalogue).map(onTable(schema, 'select', 'delete'))],
  refresh: tablesOf(catalogue, ['all']).map(onTable(schema, 'truncate')),
  unlock: [onTable(schema, 'select', 'insert', 'update')(replayMeta), onTable(schema, 'select')(stockDeletions)],
  filesInFlight: ingestionBooks.map(onTable(schema, 'select')),
})

/** Tables that a file is loaded into, of cQube's student attendance and periodic assessment tests. */
const loadedTables = [
  'student_attendance_trans',
  'student_attendance_meta',
  'school_student_total_attendance',
  'periodic_exam_mst',
  'periodic_exam_qst_mst',
  'periodic_exam_result_trans',
  'periodic_exam_stud_grade_count',
  'periodic_exam_school_qst_result',
  'periodic_exam_school_result',
] as const
const numberedTables = [
  'school_student_total_attendance',
  'periodic_exam_school_qst_result',
  'periodic_exam_school_result',
]
const placesAndPupils = ['school_hierarchy_details', 'school_geo_master', 'school_grade_enrolment']

/** On top of the others, where the runner loads files itself (`ingestion.embedded`). `owner` as in `ownerRights`. */
export const ingestionRights = (
  schema: string,
): {readonly runner: readonly NeededRight[]; readonly owner: readonly NeededRight[]} => ({
  runner: ledgerFunctions.load.map(onFunction),
  owner: [
    ...loadedTables.map((table) => onTable(schema, 'select', 'insert', 'update')([table, false])),
    ...numberedTables.map((table): NeededRight => ({
      rights: ['usage'],
      on: 'sequence',
      names: [`${schema}.${quotedIdentifier(`${table}_id_seq`)}`],
      mayBeMissing: true,
    })),
    ...placesAndPupils.map((table) => onTable(schema, 'select')([table, true])),
  ],
})
