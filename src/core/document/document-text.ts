/** Characters that a reader of a review cannot see: controls, direction marks, zero-width ones, lone surrogates. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu
/** Line breaks and tabs are seen; an emoji's variation selector changes what is seen. */
const harmless = /^(?:\t|\n|\r\n|[\ufe0e\ufe0f])/
const indic =
  '\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Mtei}'
/**
 * Malayalam, Bengali and Hindi spell with joiners; older Malayalam ends words with one.
 * The script extensions hold digits and signs of other scripts as well: only letters and marks count.
 */
const joinerBefore = new RegExp(`(?=[\\p{L}\\p{M}])[${indic}]$`, 'u')
const joined = new RegExp(`^[\\u200c\\u200d](?:(?=[\\p{L}\\p{M}])[${indic}]|(?![\\p{L}\\p{M}\\u200c\\u200d]))`, 'u')
const endsJoinable = /\p{Mn}$/u

/** @returns the offset of the first character that cannot be seen, or -1 */
export function hiddenCharacterIn(text: string): number {
  for (const {index} of text.matchAll(hidden)) {
    if (harmless.test(text.slice(index, index + 2))) continue
    if (!isSpelling(text, index)) return index
  }
  return -1
}

function isSpelling(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 2), index)
  if (!joinerBefore.test(before)) return false
  const after = joined.exec(text.slice(index, index + 3))
  return after !== null && (after[0].length > 1 || endsJoinable.test(before))
}

/** @returns such as `U+200B` */
export const codePointName = (text: string, offset: number): string =>
  `U+${(text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: false})
const lenient = new TextDecoder('utf-8', {fatal: false, ignoreBOM: false})

/** UTF-8 without the byte order mark that some editors put first; `lostAt` is where a character cannot be read. */
export function decode(bytes: Uint8Array): {readonly text: string; readonly lostAt: number} {
  try {
    const text = strict.decode(bytes)
    return {text, lostAt: text.indexOf('\ufffd')}
  } catch {
    const text = lenient.decode(bytes)
    return {text, lostAt: text.indexOf('\ufffd')}
  }
}
