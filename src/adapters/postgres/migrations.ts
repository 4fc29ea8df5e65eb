import deletionRecord from './sql/deletion-record.sql'
import execute from './sql/execute.sql'
import lease from './sql/lease.sql'
import ledger from './sql/ledger.sql'
import predicate from './sql/predicate.sql'
import record from './sql/record.sql'
import run from './sql/run.sql'
import archive2 from './sql/version-2/archive.sql'
import holes2 from './sql/version-2/holes.sql'
import ingestion2 from './sql/version-2/ingestion.sql'
import outputs2 from './sql/version-2/outputs.sql'

/**
 * Tables, one entry per version of the ledger, in order; entry n brings version n to n + 1. Never edited once released. A
 * function that changes its result columns is dropped here first.
 */
export const migrations: readonly string[] = [ledger, [outputs2, ingestion2, holes2, archive2].join('\n')]

/** Functions: one current text, put in place by every `migrate`. They keep the grants that they have. */
export const functions: string = [
  predicate,
  lease,
  run,
  execute,
  deletionRecord,
  record,
  'revoke all on all functions in schema cqube_replay from public;',
  'revoke all on all tables in schema cqube_replay from public;',
].join('\n')
