import {errorCatalogue, exitCodes} from '../core/error-catalogue.ts'
import {ReplayError} from '../core/replay-error.ts'

export interface Failure {
  readonly code: string
  readonly message: string
  readonly fix: string
  readonly exitCode: number
  /** Only for our own mistakes. */
  readonly stack: string | null
}

/** What is told of an error; whatever is not a ReplayError is our mistake. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ReplayError) {
    const {code, message, exitCode} = error
    return {
      code,
      message,
      fix: errorCatalogue[code].fix,
      exitCode,
      stack: exitCode === exitCodes.bug ? (error.stack ?? null) : null,
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? (error.stack ?? null) : null
  return {code: 'BUG', message, fix: errorCatalogue.BUG.fix, exitCode: exitCodes.bug, stack}
}
