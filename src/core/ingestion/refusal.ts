import {ReplayError} from '../replay-error.ts'

/** Why a whole file is not loaded. Closed list; the ledger keeps it, scripts may branch on it. */
export const refusalReasons = [
  'NAME_UNKNOWN',
  'HEADER_WRONG',
  'CUT_SHORT',
  'LINE_TOO_LONG',
  'ZIP_BROKEN',
  'ZIP_TOO_LARGE',
  'NOT_ONE_CSV',
  'NOTHING_ACCEPTED',
  'SCHOOLS_UNKNOWN',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** @param what full sentences that quote no line of the file */
export const refused = (reason: RefusalReason, what: string): ReplayError =>
  new ReplayError('FILE_REFUSED', what, {reason})

/** @returns null for any other error */
export function refusalOf(error: unknown): {readonly reason: RefusalReason; readonly message: string} | null {
  if (!(error instanceof ReplayError) || error.code !== 'FILE_REFUSED') return null
  return {reason: error.details['reason'] as RefusalReason, message: error.message}
}

/**
 * Schools may still come. Nothing else is tried again by itself: a file of a frozen month would be loaded as soon as that
 * month is deleted, and what was deleted would be back.
 */
export const isWorthAnotherTry = (reason: RefusalReason): boolean => reason === 'SCHOOLS_UNKNOWN'
