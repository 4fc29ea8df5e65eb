/** How much is measured. */
export interface Scale {
  /** Of the attendance table, in 24 months of which 6 are deleted. */
  readonly attendanceRows: number
  /** Of the table of inspections, in 24 months of which 6 are deleted. */
  readonly crcRows: number
  /** Of the table of learners, in batches of 250 of which 200 are deleted. */
  readonly tpdRows: number
  /** Of the smaller of two tables that are emptied; the other has ten times as many. */
  readonly refreshRows: number
  /** Of each side of a ratio. */
  readonly repetitions: number
  readonly starts: number
  readonly requestFiles: number
  /** Of a file of attendance that is loaded beside as many rows of other months. */
  readonly ingestedLines: number
  /** Deletions that are handed over to NiFi at once. */
  readonly queuedDeletions: number
}

export const whole: Scale = {
  attendanceRows: 2_000_000,
  crcRows: 1_200_000,
  tpdRows: 1_000_000,
  refreshRows: 100_000,
  repetitions: 5,
  starts: 21,
  requestFiles: 100_000,
  ingestedLines: 1_000_000,
  queuedDeletions: 1000,
}

/** About a minute; its ratios are rougher, and those against hand-typed statements carry the fixed cost of a deletion. */
export const quick: Scale = {
  attendanceRows: 300_000,
  crcRows: 240_000,
  tpdRows: 150_000,
  refreshRows: 20_000,
  repetitions: 1,
  starts: 5,
  requestFiles: 100_000,
  ingestedLines: 150_000,
  queuedDeletions: 100,
}
