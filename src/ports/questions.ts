export interface Choice {
  readonly value: string
  readonly name: string
  /** Why it cannot be chosen; null when it can. */
  readonly refused: string | null
}

/**
 * Asks a person, one question after the other.
 * Every question throws ReplayError CANCELLED when the person leaves (Ctrl-C, end of input), with nothing changed.
 */
export interface Questions {
  /** One of a few. @returns its value */
  select(question: string, choices: readonly Choice[]): Promise<string>
  /** Any number of them, none as well. @returns their values in the order of the choices */
  checkbox(question: string, choices: readonly Choice[]): Promise<readonly string[]>
  /** One of many, found by typing. @param find the choices for what was typed so far, the most fitting first */
  search(question: string, find: (typed: string) => readonly Choice[]): Promise<string>
  /** One line. @param judge says in a sentence what is wrong with it; null: nothing */
  input(question: string, usual: string, judge: (answer: string) => string | null): Promise<string>
  confirm(question: string, usual: boolean): Promise<boolean>
  /** Shows a text between two questions. */
  show(text: string): void
}
