import type {ErrorCode} from '../../core/error-catalogue.ts'
import {ReplayError} from '../../core/replay-error.ts'

/** SQLSTATEs that the ledger's functions raise; their messages are ours and hold no row data. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  CQ001: 'DELETION_UNKNOWN',
  CQ002: 'DELETION_VOID',
  CQ003: 'DOCUMENT_DIFFERS',
  CQ004: 'STOCK_REPLAY_ACTIVE',
  CQ005: 'ROWS_CHANGED_SINCE_PLAN',
  CQ006: 'LIMIT_EXCEEDED',
  CQ007: 'ALREADY_DELETED',
  CQ008: 'LEASE_LOST',
  CQ009: 'PAUSED',
  CQ010: 'COLUMN_MISSING',
  CQ011: 'SUBMISSION_INVALID',
  CQ012: 'TABLE_MISSING',
  CQ013: 'ARCHIVE_UNKNOWN',
  CQ014: 'ARCHIVE_OF_OPEN_RUN',
  CQ015: 'INGESTION_IN_FLIGHT',
}

/** SQLSTATEs of PostgreSQL whose primary message names objects only, never values. */
const named: Readonly<Record<string, {readonly code: ErrorCode; readonly what: string}>> = {
  '42501': {code: 'PERMISSION_MISSING', what: 'The database refused it'},
  '42P01': {code: 'TABLE_MISSING', what: 'A table is missing'},
  '42703': {code: 'COLUMN_MISSING', what: 'A column is missing'},
  '42883': {code: 'LEDGER_MISSING', what: 'The ledger is not installed, or is another version'},
  '3F000': {code: 'LEDGER_MISSING', what: 'The ledger is not installed'},
  '55P03': {code: 'LOCK_TIMEOUT', what: 'A lock was not granted in time, so nothing was changed'},
  '57014': {code: 'LOCK_TIMEOUT', what: 'The statement was cancelled or ran out of time, so nothing was changed'},
}

const unreachable = /^(08|57P0)|^(ECONN|EPIPE|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|ENOENT)/

interface DriverError {
  readonly code?: unknown
  readonly message?: unknown
  readonly constraint?: unknown
}

/**
 * One error of the driver in our words. Code, constraint and the messages named above only: `detail` and other messages
 * carry rows (pupils' names), and connection errors may carry the whole connection string.
 */
export function databaseError(error: unknown): ReplayError {
  if (error instanceof ReplayError) return error
  const {code: raw, message, constraint} = (error ?? {}) as DriverError
  const code = typeof raw === 'string' ? raw : ''
  const text = typeof message === 'string' ? message : ''
  const refusal = refusals[code]
  if (refusal !== undefined) return new ReplayError(refusal, text, {sqlState: code})
  const known = named[code]
  if (known !== undefined) return new ReplayError(known.code, `${known.what}: ${text}.`, {sqlState: code})
  if (code === '23505' && constraint === 'fence_pkey') {
    return new ReplayError(
      'ALREADY_DELETED',
      'Another deletion took the same slice at the same time; nothing was deleted now.',
    )
  }
  // The driver gives no code when the server hangs up in the middle.
  if (unreachable.test(code) || /terminated|timeout|closed|ended/i.test(code === '' ? text : '')) {
    const reason = code === '' ? 'connection lost' : code
    return new ReplayError('DATABASE_UNREACHABLE', `The database cannot be reached (${reason}).`, {sqlState: code})
  }
  const at = typeof constraint === 'string' ? `, constraint ${constraint}` : ''
  return new ReplayError(
    'DATABASE_FAILED',
    `The database failed with SQLSTATE ${code === '' ? 'unknown' : code}${at}.`,
    {
      sqlState: code,
    },
  )
}
