/** What is known of a problem code; the message and docs/errors.md are both made of it. */
export interface ProblemEntry {
  readonly severity: 'error' | 'warning'
  /** What is wrong, in a few words without a full stop. */
  readonly title: string
  /** One full sentence; a problem may carry a more exact one. */
  readonly fix: string
  /** A file that has this problem and no other. Latin-1 stands for bytes that are not UTF-8. */
  readonly example: {readonly file: string; readonly text: string; readonly encoding?: 'latin1'} | null
}

const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Errors of which only the fix is written down: the code is their title, and they have no example. */
export function errorsWithFix<Code extends string>(fixes: Readonly<Record<Code, string>>): Record<Code, ProblemEntry> {
  const entries = Object.entries<string>(fixes).map(([code, fix]): [string, ProblemEntry] => [
    code,
    {severity: 'error', title: titleOf(code), fix, example: null},
  ])
  return Object.fromEntries(entries) as Record<Code, ProblemEntry>
}
