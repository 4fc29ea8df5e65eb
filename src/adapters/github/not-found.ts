import {ReplayError} from '../../core/replay-error.ts'

/** GitHub says so of what there is not, and of what the token may not see. */
export const isNotFound = (error: unknown): boolean => error instanceof ReplayError && error.details['status'] === 404
