import {ReplayError} from '../../../src/core/replay-error.ts'

/** What an act failed with, which must be an error with a code. */
export async function failureOf(act: Promise<unknown>): Promise<ReplayError> {
  const error: unknown = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ReplayError) return error
  throw new Error(`It did not fail as a ReplayError, but: ${String(error)}`)
}
