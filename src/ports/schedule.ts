/** When runs start: the moments at which any pattern of the settings is due. */
export interface Schedule {
  /** The first moment after this one; null when no pattern is ever due again. */
  readonly next: (after: Date) => Date | null
}

/** What a schedule is made of. */
export interface StartTimes {
  /** Patterns of five fields that the settings' rules have let through. */
  readonly cron: readonly string[]
  /** IANA name of the zone whose clocks the patterns mean. */
  readonly timeZone: string
  /** Whether starts that were missed are made up for by one run at once. */
  readonly runMissed: boolean
}
