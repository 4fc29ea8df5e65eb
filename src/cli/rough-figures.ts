/** A size for people: `3 MB`. */
export function bytesOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power] ?? ''}`
}

/** A duration for people, rounded up: `1 second`, `40 seconds`, `12 minutes`, `3 hours`. */
export function durationOf(seconds: number): string {
  const unit = (value: number, word: string): string => `${value} ${word}${value === 1 ? '' : 's'}`
  if (seconds <= 90) return unit(Math.max(1, Math.ceil(seconds)), 'second')
  if (seconds <= 5400) return unit(Math.ceil(seconds / 60), 'minute')
  return unit(Math.ceil(seconds / 3600), 'hour')
}
