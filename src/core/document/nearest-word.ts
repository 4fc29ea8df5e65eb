/** Levenshtein distance, counting a swap of neighbours as one step. */
function distance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({length: right.length + 1}, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const row = [i]
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1
      let steps = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        steps = Math.min(steps, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(steps)
    }
    beforeLast = last
    last = row
  }
  return last[right.length] ?? 0
}

const longestWord = 64

/** @returns the word that was probably meant, or null when none is near enough (a third of the letters may differ). */
export function nearestWord(word: string, words: readonly string[]): string | null {
  if (word.length > longestWord) return null
  const lower = word.toLowerCase()
  const [nearest] = words
    .map((candidate) => ({candidate, most: Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))}))
    // Each letter more or less is a step: most candidates need no closer look.
    .filter(({candidate, most}) => Math.abs(candidate.length - word.length) <= most)
    .map(({candidate, most}) => ({candidate, most, steps: distance(lower, candidate.toLowerCase())}))
    .sort((a, b) => a.steps - b.steps)
  return nearest !== undefined && nearest.steps <= nearest.most ? nearest.candidate : null
}
