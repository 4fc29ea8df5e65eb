const dayMs = 86_400_000

/**
 * How long a runner keeps an archive: as long as the settings ask, and never less than the ledger's owner allows.
 * @returns days; null: for ever
 */
export const keptDays = (keepDays: number | null, keepAtLeastDays: number | null): number | null =>
  keepDays === null || keepAtLeastDays === null ? null : Math.max(keepDays, keepAtLeastDays)

/** The moment from which on a runner drops it; null: never. */
export const expiryOf = (createdAt: string, kept: number | null): string | null =>
  kept === null ? null : new Date(Date.parse(createdAt) + kept * dayMs).toISOString()

/** Whole days that have passed, or are still to come. */
export const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / dayMs)
