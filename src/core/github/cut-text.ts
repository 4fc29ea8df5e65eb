/** UTF-8 bytes of a character, by its code point. */
const bytesOf = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4

const ellipsis = '…'

/** A text of at most so many bytes of UTF-8, whole characters only; one that was cut ends with `…`. @param most 3 or more */
export function cutToBytes(text: string, most: number): string {
  // Whatever its characters are, it fits.
  if (text.length * 3 <= most) return text
  let [bytes, end] = [0, 0]
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) ?? 0)
    if (bytes > most) return `${text.slice(0, end)}${ellipsis}`
    if (bytes <= most - 3) end += character.length
  }
  return text
}
