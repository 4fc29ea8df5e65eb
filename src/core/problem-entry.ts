/** What is known of a problem code; the message and docs/errors.md are both made of it. */
export interface ProblemEntry {
  readonly severity: 'error' | 'warning' | 'note'
  /** What is wrong, in a few words without a full stop. */
  readonly title: string
  /** One full sentence; a problem may carry a more exact one. */
  readonly fix: string
  /** A file that has this problem and no other; null where the examples of the errors page have it. */
  readonly example: ProblemExample | null
}

export interface ProblemExample {
  readonly file: string
  /** Null: the file was removed. */
  readonly text: string | null
  /** Stands for bytes that are not UTF-8. */
  readonly encoding?: 'latin1'
  /** What Git takes it for; a file if that is not said. */
  readonly kind?: 'executable' | 'link' | 'submodule'
  /** Another file of the folder. */
  readonly beside?: {readonly file: string; readonly text: string}
  /** What the protected branch holds at the path. */
  readonly before?: {readonly text: string; readonly runId: string | null}
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
