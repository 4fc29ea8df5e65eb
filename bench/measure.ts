/** Middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  const lower = sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)]
  if (upper === undefined || lower === undefined) throw new Error('No value was measured.')
  return (lower + upper) / 2
}

/** Milliseconds that `act` takes. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

/**
 * Measures variants in turn, in the other direction every second time, so that a machine that slows down is unfair to none.
 * @param variants each returns what it took, in milliseconds; what it prepares is its own affair
 * @returns the median of each variant
 */
export async function alternate<Name extends string>(
  repetitions: number,
  variants: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(variants) as Name[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let n = 0; n < repetitions; n++) {
    for (const name of n % 2 === 0 ? names : names.toReversed()) taken[name].push(await variants[name]())
  }
  return Object.fromEntries(names.map((name) => [name, median(taken[name])])) as Record<Name, number>
}
