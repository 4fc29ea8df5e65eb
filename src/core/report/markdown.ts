import {figure, percentOf} from '../plan/figures.ts'

/** Text that is safe to write into a Markdown file. Made by this module only. */
export interface Markdown {
  readonly markdown: string
}

/** Control, bidirectional and invisible characters, and lone surrogates; the joiners of Indic scripts stay. */
const unseen =
  /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\p{Cs}/gu

/** What a reader gets to see of a text: line breaks as ⏎, other invisible characters by their number. */
export const visible = (text: string): string =>
  text
    .replace(/\r\n?|\n/g, '⏎')
    .replace(
      unseen,
      (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    )

/** A code span loses one blank at each end when both are there. */
const span = (text: string): string => (/^ .*[^ ].* $/.test(text) ? `\` ${text} \`` : `\`${text}\``)

/**
 * Any text, letter by letter. Code spans are what GitHub looks for no link, mention, issue, commit or emoji in, which
 * escaped text does not achieve: its filters run on the rendered page. A backtick or a pipe stands outside of the span,
 * as no renderer agrees with another on escaping them inside of a table.
 */
export const code = (text: string): Markdown => ({
  markdown:
    text === ''
      ? '(empty)'
      : visible(text)
          .split(/([`|])/)
          .filter((piece) => piece !== '')
          .map((piece) => (piece === '`' ? '&#96;' : piece === '|' ? '&#124;' : span(piece)))
          .join(''),
})

/** Letters, with an apostrophe or hyphen between them, in plain punctuation: nothing in it can be markup. */
const plainWord = /^["'(]?[\p{L}\p{M}\u200C\u200D]+(?:['’-][\p{L}\p{M}\u200C\u200D]+)*[)"']?[.,:;!?]?$/u
const plainNumber = /^\(?(?:\d{1,6}(?:,\d{2,3})*(?:\.\d{1,2})?|%)\)?[.,;]?$/
const plainTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/
const punctuation = /^[.,:;!?()"']+$/
/** `www.` alone is a link to some renderers; a word of hexadecimal digits may be a commit. */
const notPlain = /^\W*www|[0-9a-f]{7}/i

interface Piece {
  readonly plain: boolean
  readonly text: string
}

/** The first word may begin a list, so a number is never plain there. */
const isPlain = (word: string, isFirst: boolean): boolean =>
  (plainWord.test(word) || (!isFirst && plainNumber.test(word))) && !notPlain.test(word)

/**
 * A word that is not plain: code between the plain punctuation at its ends. What somebody set in backticks becomes code
 * without them.
 */
const piecesOf = (word: string): Piece[] => {
  const [, before = '', core = word, after = ''] = /^(["'(]*)(.*?)([.,:;!?)"']*)$/su.exec(word) ?? []
  return [
    {plain: true, text: before},
    ...core.split(/`([^`]+)`/).map((text, index) => ({plain: index % 2 === 0 && punctuation.test(text), text})),
    {plain: true, text: after},
  ].filter(({text}) => text !== '')
}

/** Two code spans side by side would be one with two backticks in it. */
const append = (pieces: readonly Piece[], piece: Piece): Piece[] => {
  const last = pieces.at(-1)
  return last?.plain === false && !piece.plain
    ? [...pieces.slice(0, -1), {plain: false, text: last.text + piece.text}]
    : [...pieces, piece]
}

const written = ({plain, text}: Piece): string => (plain ? text : code(text).markdown)

/** A sentence: its plain words as they are, everything else of it, and what stands in backticks, as code. */
export const prose = (text: string): Markdown => {
  const seen = visible(text)
  if (plainTime.test(seen)) return {markdown: seen}
  if (seen === '' || /^ | {2}| $/.test(seen)) return code(text)
  const words = seen.match(/(?:`[^`]+`|[^ ])+/g) ?? []
  return {
    markdown: words
      .map((word, index) =>
        isPlain(word, index === 0) ? word : piecesOf(word).reduce(append, []).map(written).join(''),
      )
      .join(' '),
  }
}

type Part = string | number | Markdown

const partOf = (part: Part): string =>
  typeof part === 'string' ? prose(part).markdown : typeof part === 'number' ? figure(part) : part.markdown

/** Markdown of our own with values in it: a string becomes prose, a number a figure. The only way in for a value. */
export const line = (text: TemplateStringsArray, ...parts: readonly Part[]): Markdown => ({
  markdown: text.map((ours, index) => ours + (index < parts.length ? partOf(parts[index] ?? '') : '')).join(''),
})

/** @param share 0 … 1 */
export const percent = (share: number): Markdown => ({markdown: percentOf(share)})

export const joined = (parts: readonly Markdown[], separator: string): Markdown => ({
  markdown: parts.map((part) => part.markdown).join(separator),
})

/** @param path of a file beside the page, our own words only; it is encoded all the same */
export const link = (text: Markdown, path: string): Markdown => ({
  markdown: `[${text.markdown}](${path
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/[()]/g, (paren) => (paren === '(' ? '%28' : '%29'))})`,
})

/** @param address of our own making, such as that of a file on the forge; whatever it holds, it ends nothing but itself */
export const webLink = (text: Markdown, address: string): Markdown =>
  /^https?:\/\//.test(address)
    ? {markdown: `[${text.markdown}](<${encodeURI(address).replace(/[<>\\]/g, encodeURIComponent)}>)`}
    : text

export const bullets = (items: readonly Markdown[]): Markdown =>
  joined(
    items.map((item) => line`- ${item}`),
    '\n',
  )

/** Any text as a block of code, line by line; the fence is longer than any in the text, so that nothing can end it. */
export function fenced(language: 'yaml' | 'json', text: string): Markdown {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const lines = text.replace(/\n$/, '').split('\n').map(visible)
  return {markdown: [`${fence}${language}`, ...lines, fence].join('\n')}
}

/** @param summary our own words only: they are HTML, in which no Markdown is read */
export const folded = (summary: string, blocks: readonly Markdown[]): Markdown => ({
  markdown: `<details><summary>${summary.replace(/[&<>]/g, '')}</summary>\n\n${blocks.map(({markdown}) => markdown).join('\n\n')}\n\n</details>`,
})

/** @param columns heads; one that begins with `>` is a column of figures */
export function table(columns: readonly string[], rows: readonly (readonly Markdown[])[]): Markdown {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return {
    markdown: [
      row(columns.map((column) => column.replace(/^>/, ''))),
      row(columns.map((column) => (column.startsWith('>') ? '---:' : '---'))),
      ...rows.map((cells) => row(cells.map((cell) => cell.markdown))),
    ].join('\n'),
  }
}

/** Blocks with a blank line between them and a line feed at the end; null is left out. */
export const page = (blocks: readonly (Markdown | null)[]): string =>
  `${blocks
    .filter((block) => block !== null)
    .map((block) => block.markdown)
    .join('\n\n')}\n`
