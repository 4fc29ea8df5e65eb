import {exitCodeOf, type ErrorCode} from './error-catalogue.ts'

/** A failed act with a permanent code. `message` says where, what, why and what state was left; no secret, no row data. */
export class ReplayError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : {cause})
    this.name = 'ReplayError'
    this.code = code
    this.details = details
  }

  get exitCode(): number {
    return exitCodeOf(this.code)
  }
}
