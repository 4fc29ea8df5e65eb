import deletionRecord from './sql/deletion-record.sql'
import execute from './sql/execute.sql'
import lease from './sql/lease.sql'
import ledger from './sql/ledger.sql'
import predicate from './sql/predicate.sql'
import record from './sql/record.sql'
import run from './sql/run.sql'

/** One entry per version of the ledger, in order; entry n brings version n to n + 1. Never edited once released. */
export const migrations: readonly string[] = [
  [
    ledger,
    predicate,
    lease,
    run,
    execute,
    deletionRecord,
    record,
    'revoke all on all functions in schema cqube_replay from public;',
    'revoke all on all tables in schema cqube_replay from public;',
  ].join('\n'),
]
