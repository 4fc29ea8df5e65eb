import type {Markdown} from '../report/markdown.ts'

/** A summary is counted in bytes of UTF-8, a comment in characters as JavaScript counts them. */
export type PageLimit = {readonly bytes: number} | {readonly characters: number}

/** Of the job summary, a step: 1 MiB; a little is left for what other actions of the step add. */
export const summaryLimit: PageLimit = {bytes: 1_000_000}
/** GitHub takes 65,536 characters; the rest is for the marker by which the comment is found again. */
export const commentLimit: PageLimit = {characters: 65_000}

const lengthIn = (limit: PageLimit): ((text: string) => number) =>
  'bytes' in limit ? (text) => new TextEncoder().encode(text).length : (text) => text.length

/**
 * As many whole blocks as fit, in order. When not all do, a sentence follows that counts those that are left out: nothing
 * is cut silently, and no block in its middle.
 * @param rest the sentence for so many blocks
 */
export function fitted(blocks: readonly Markdown[], limit: PageLimit, rest: (leftOut: number) => Markdown): string {
  const lengthOf = lengthIn(limit)
  const most = 'bytes' in limit ? limit.bytes : limit.characters
  const texts = blocks.map(({markdown}) => `${markdown}\n\n`)
  const lengths = texts.map(lengthOf)
  const whole = lengths.reduce((sum, length) => sum + length, 0)
  // One line break of the last two goes.
  if (whole - 1 <= most) return texts.join('').replace(/\n\n$/, '\n')
  // The count of what is left out has at most as many digits as the count of all.
  const room = most - lengthOf(`${rest(blocks.length).markdown}\n`)
  let used = 0
  const fits = lengths.findIndex((length) => (used += length) > room)
  return `${texts.slice(0, fits).join('')}${rest(blocks.length - fits).markdown}\n`
}
