import type {DeletedTable, DeletionRecord} from '../run/run-record.ts'
import {isDone} from './outcome.ts'

/** What autovacuum deals with in a moment is nobody's concern. */
const fewRows = 10_000
const manyRows = 1_000_000
const largeShare = 0.2

/** Whether a deletion left a table so full of dead rows, and its statistics so wrong, that its owner may want to act. */
export const leftManyDeadRows = ({deleted, tableRows}: Pick<DeletedTable, 'deleted' | 'tableRows'>): boolean =>
  deleted !== null &&
  (deleted > manyRows || (deleted >= fewRows && tableRows !== null && deleted > tableRows * largeShare))

const plainName = /^[a-z_][a-z0-9_]*$/
const quoted = (name: string): string => (plainName.test(name) ? name : `"${name.replaceAll('"', '""')}"`)

/**
 * Statements for the tables' owner after large deletions. A full refresh without an archive is left out: TRUNCATE leaves
 * no dead row.
 */
export const vacuumStatements = (deletions: readonly DeletionRecord[]): readonly string[] =>
  deletions
    .filter((deletion) => isDone(deletion))
    .flatMap(({keys, tables}) => {
      const isRefresh = keys.length === 1 && keys[0] === '*'
      return tables
        .filter((table) => leftManyDeadRows(table) && !(isRefresh && table.archiveTable === null))
        .map(({table}) => `VACUUM (ANALYZE) ${quoted(table)}`)
    })

export const whyVacuum =
  'Many rows went, so what reads these tables may be slower than before. Autovacuum comes by itself, in its own time; their owner need not wait and can run, at a quiet hour:'
