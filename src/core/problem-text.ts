import {codePointName, hiddenCharacterIn} from './document/document-text.ts'
import {countedKinds, type Problem} from './problem.ts'

/** One line with nothing in it that could move the cursor of a terminal, as an escape's character would. */
export function visible(text: string): string {
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
  const kinds = countedKinds(problems).map(({kind, count}) => counted(count, kind))
  return `${kinds.join(' and ')} in ${counted(new Set(problems.map(({place}) => place.file)).size, 'file')}.`
}
