import {readDocument} from '../document/read-document.ts'
import {oneOf, switchRule} from '../document/scalar-rules.ts'
import {openSection, quote, type Section} from '../document/section.ts'
import {byPlace, isError, type Problem} from '../problem.ts'
import {catalogueProblems} from './catalogue-problems.ts'
import {inOrder, selectionKinds, tablesReadTooLate} from './catalogue.ts'
import type {Catalogue, CatalogueSource, TableEntry} from './catalogue.ts'
import {cqubeCatalogue} from './cqube-catalogue.ts'
import {readPredicate, required} from './predicate-entry.ts'

/** `additions` is null exactly when one of the problems is an error. */
export interface ReadCatalogueFile {
  /** The data sources that the file names, each whole: its installed tables and those of the file, in order. */
  readonly additions: Catalogue | null
  readonly problems: readonly Problem[]
}

/** Tables that cQube and this program keep their books in; a replay must never empty them. */
const reservedTables = [
  'data_replay_meta',
  'del_data_source_details',
  'zip_files_processing',
  'files_ingestion',
  'log_summary',
]

const flag = switchRule('CATALOGUE_NOT_A_SWITCH')

/**
 * Reads the file of `db catalogue apply`. It holds names only, no SQL: schemas/catalogue.schema.json is its grammar.
 * An entry for an installed table replaces it in its place; a new one comes last, or stands `before` another.
 * @param installed what the ledger has now
 */
export function readCatalogueFile(
  bytes: Uint8Array,
  file: string,
  installed: Catalogue = cqubeCatalogue,
): ReadCatalogueFile {
  const document = readDocument(bytes, file)
  const problems = [...document.problems]
  if (problems.some(isError)) return {additions: null, problems}
  const root = openSection(document.value, '', {
    placeOf: (pointer, part) => document.placeOf(pointer, part),
    problems,
    fixes: catalogueProblems,
    codes: {shape: 'CATALOGUE_SHAPE', unknownKey: 'CATALOGUE_KEY_UNKNOWN', twice: 'CATALOGUE_TWICE'},
    hidden: new Set(),
  })
  const named = root.section('data_sources')
  const sources = named.keys.flatMap((name) => readSource(named, name, installed) ?? [])
  if (named.keys.length === 0) root.complain('CATALOGUE_EMPTY', 'The file names no data source.')
  root.finish()
  return {additions: problems.some(isError) ? null : {sources}, problems: problems.sort(byPlace)}
}

function readSource(named: Section, name: string, installed: Catalogue): CatalogueSource | null {
  const section = named.section(name)
  const base = installed.sources.find((source) => source.dataSource === name)
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
    const what = `${quote(name)} cannot name a data source.`
    named.complain('CATALOGUE_IDENTIFIER_INVALID', what, name, undefined, 'key')
  }
  if (base === undefined && !section.has('kind')) {
    section.complain('CATALOGUE_KEY_MISSING', `The key \`kind\` is missing: "${name}" is a new data source.`)
  }
  const written = section.scalar('kind', oneOf('CATALOGUE_NOT_ONE_OF', selectionKinds), null)
  if (base !== undefined && written !== null && written !== base.kind) {
    section.complain('CATALOGUE_KIND_DIFFERS', `"${name}" is of kind \`${base.kind}\`, not \`${written}\`.`, 'kind')
  }
  const kind = base?.kind ?? written
  const catalogueName = section.has('catalogue_name') ? required(section, 'catalogue_name') : name
  if (base !== undefined && section.has('catalogue_name') && catalogueName !== base.catalogueName) {
    const what = `"${name}" is "${base.catalogueName}" in del_data_source_details; a file cannot change that.`
    section.complain('CATALOGUE_NAME_DIFFERS', what, 'catalogue_name')
  }
  const tables = mergeTables(section, base?.tables ?? [], kind)
  section.finish()
  if (kind === null || catalogueName === null) return null
  return {
    dataSource: name,
    catalogueName: base?.catalogueName ?? catalogueName,
    kind,
    stockUnlock: base?.stockUnlock ?? [],
    tables: inOrder(tables),
  }
}

function mergeTables(section: Section, installed: readonly TableEntry[], kind: CatalogueSource['kind'] | null) {
  const tables = installed.map(({table, optional, transient, predicate}) => ({table, optional, transient, predicate}))
  const sections = section.sections('tables')
  const written = new Map<string, Section>()
  if (sections.length === 0) section.complain('CATALOGUE_EMPTY', `\`${section.name}\` names no table.`)
  for (const each of sections) {
    const table = required(each, 'table')
    const predicate = readPredicate(each, kind)
    const optional = each.scalar('optional', flag, false)
    const transient = each.scalar('transient', flag, false)
    const before = each.has('before') ? required(each, 'before') : null
    each.finish()
    if (table === null) continue
    if (reservedTables.includes(table)) {
      each.complain('CATALOGUE_RESERVED_TABLE', `"${table}" is a table of records, not of data.`, 'table')
    }
    if (written.has(table)) each.complain('CATALOGUE_TWICE', `Table "${table}" stands in this list twice.`, 'table')
    written.set(table, each)
    // A predicate that could not be read is a problem already; any stands in for it while the order is checked.
    place({table, optional, transient, predicate: predicate ?? {kind: 'all'}}, before, tables, each)
  }
  for (const [reader, read] of tablesReadTooLate(tables)) {
    const what = `"${reader}" finds its rows by those of "${read}", which would be deleted by then.`
    ;(written.get(reader) ?? written.get(read) ?? section).complain('CATALOGUE_ORDER_IMPOSSIBLE', what)
  }
  return tables
}

/** Puts an entry where it belongs: `before` another, else in the place it has, else last. */
function place(entry: TableEntry, before: string | null, tables: TableEntry[], section: Section): void {
  const present = tables.findIndex(({table}) => table === entry.table)
  if (before === null) {
    tables.splice(present === -1 ? tables.length : present, present === -1 ? 0 : 1, entry)
    return
  }
  if (present !== -1) tables.splice(present, 1)
  const target = tables.findIndex(({table}) => table === before)
  if (target === -1) {
    section.complain(
      'CATALOGUE_BEFORE_UNKNOWN',
      `\`before\` names "${before}", which is no table of this list.`,
      'before',
    )
  }
  tables.splice(target === -1 ? tables.length : target, 0, entry)
}
