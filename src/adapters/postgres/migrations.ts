import archive from './sql/archive.sql'
import deletionRecord from './sql/deletion-record.sql'
import execute from './sql/execute.sql'
import holes from './sql/holes.sql'
import inFlight from './sql/in-flight.sql'
import history from './sql/history.sql'
import lease from './sql/lease.sql'
import ingestion from './sql/ingestion.sql'
import ingestionAttendance from './sql/ingestion-attendance.sql'
import ingestionExams from './sql/ingestion-exams.sql'
import ingestionOutputs from './sql/ingestion-outputs.sql'
import ledger from './sql/ledger.sql'
import nifi from './sql/nifi.sql'
import outputs from './sql/outputs.sql'
import predicate from './sql/predicate.sql'
import record from './sql/record.sql'
import run from './sql/run.sql'
import storageProbe from './sql/storage-probe.sql'
import archive2 from './sql/version-2/archive.sql'
import history2 from './sql/version-2/history.sql'
import holes2 from './sql/version-2/holes.sql'
import ingestion2 from './sql/version-2/ingestion.sql'
import nifi2 from './sql/version-2/nifi.sql'
import outputs2 from './sql/version-2/outputs.sql'
import storageProbe2 from './sql/version-2/storage-probe.sql'

/**
 * Tables, one entry per version of the ledger, in order; entry n brings version n to n + 1. Never edited once released. A
 * function that changes its result columns is dropped here first.
 */
export const migrations: readonly string[] = [
  ledger,
  [outputs2, ingestion2, holes2, archive2, history2, nifi2, storageProbe2].join('\n'),
]

/** Functions: one current text, put in place by every `migrate`. They keep the grants that they have. */
export const functions: string = [
  predicate,
  lease,
  run,
  execute,
  nifi,
  inFlight,
  holes,
  archive,
  outputs,
  storageProbe,
  history,
  deletionRecord,
  ingestion,
  ingestionAttendance,
  ingestionExams,
  ingestionOutputs,
  record,
  'revoke all on all functions in schema cqube_replay from public;',
  'revoke all on all tables in schema cqube_replay from public;',
].join('\n')
