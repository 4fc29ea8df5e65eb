import {codePointName, hiddenCharacterIn} from './document/document-text.ts'
import {isError, type Problem} from './problem.ts'

/** A JSON pointer may hold an escape's character that would move the cursor of a terminal. */
function visible(text: string): string {
  let shown = text.replaceAll(/[\n\r\t]/g, ' ')
  for (let at = hiddenCharacterIn(shown); at !== -1; at = hiddenCharacterIn(shown)) {
    shown = shown.replaceAll(String.fromCodePoint(shown.codePointAt(at) ?? 0), `<${codePointName(shown, at)}>`)
  }
  return shown
}

/** Three lines: where; the code and what is wrong; the fix. Without a line break at the end. */
export function problemText({code, place, what, fix}: Problem): string {
  const pointer = place.pointer === '' ? '' : ` at ${place.pointer}`
  return [`${place.file}:${place.line}:${place.column}${pointer}`, `  ${code}: ${what}`, `  Fix: ${fix}`]
    .map(visible)
    .join('\n')
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** One sentence for the end of a listing, such as `2 errors and 1 warning in 1 file.` */
export function problemsSummary(problems: readonly Problem[]): string {
  if (problems.length === 0) return 'No problems.'
  const errors = problems.filter(isError).length
  const warnings = problems.length - errors
  const kinds = [
    ...(errors === 0 ? [] : [counted(errors, 'error')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ]
  return `${kinds.join(' and ')} in ${counted(new Set(problems.map(({place}) => place.file)).size, 'file')}.`
}
