/** Where a file leaves the text that it is held against. */
export interface Difference {
  /** Of the file, from 1; null when the line is nowhere in it. */
  readonly line: number | null
  readonly found: string | null
  readonly wanted: string | null
}

/**
 * The first line in which a file differs; null when it says the same, line ends aside.
 * @param isListOfLines its lines may stand in any order, among others, and comments do not matter
 */
export function firstDifference(
  found: string,
  {text, isListOfLines}: {readonly text: string; readonly isListOfLines: boolean},
): Difference | null {
  const [there, wanted] = [linesOf(found), linesOf(text)]
  if (isListOfLines) {
    const missing = wanted.find((line) => !/^(#|$)/.test(line) && !there.includes(line))
    return missing === undefined ? null : {line: null, found: null, wanted: missing}
  }
  const index = [...wanted, ...there].findIndex((_, at) => there[at] !== wanted[at])
  if (index === -1) return null
  return {line: index + 1, found: there[index] ?? null, wanted: wanted[index] ?? null}
}

const linesOf = (text: string): readonly string[] => {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
