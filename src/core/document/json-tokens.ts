import type {ProblemCode} from '../problem-catalogue.ts'
import {codePointName, hiddenCharacterIn} from './document-text.ts'
import type {ProblemList} from './problem-list.ts'
import {quote} from './section.ts'

/** The tokens of a JSON text, one after the other. Blanks after a token are passed over with it. */
export interface JsonTokens {
  readonly problems: ProblemList
  /** Offset of the next token. */
  at(): number
  isAtEnd(): boolean
  /** Passes over the character if it comes next. */
  skip(character: string): boolean
  /** A key and its colon; null, with a problem, when there is none. */
  key(pointer: () => string): string | null
  /** A text, number or word; null when something else comes next. */
  scalar(pointer: () => string): {readonly value: unknown} | null
  fail(meant: string): null
  refuse(code: ProblemCode, what: string): null
}

// Each repeats one character or one escape at a time: a repetition inside of another could backtrack without end.
const patterns = {
  blank: /[ \t\n\r]*/y,
  text: /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y,
  number: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y,
  word: /true|false|null/y,
}

const root = (): string => ''

export function jsonTokens(source: string, problems: ProblemList): JsonTokens {
  let at = 0
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(source)?.[0] ?? null
    at += found?.length ?? 0
    return found
  }
  const take = (pattern: RegExp): string | null => {
    const found = match(pattern)
    match(patterns.blank)
    return found
  }
  const text = (pointer: () => string): string | null => {
    const start = at
    const found = take(patterns.text)
    if (found === null) return null
    const decoded = JSON.parse(found) as string
    const hidden = found.includes('\\') ? hiddenCharacterIn(decoded) : -1
    if (hidden !== -1) {
      const what = `An escape stands for ${codePointName(decoded, hidden)}, which nobody can see.`
      problems.add('HIDDEN_CHARACTER', start, pointer, what, 'Remove the escape.')
    }
    return decoded
  }
  const number = (pointer: () => string): {readonly value: number} | null => {
    const start = at
    const found = take(patterns.number)
    if (found === null) return null
    const value = Number(found)
    if (String(value) !== found) {
      problems.add('JSON_NUMBER_INEXACT', start, pointer, `The number ${quote(found)} would be read as ${value}.`)
    }
    return {value}
  }
  const skip = (character: string): boolean => {
    if (source[at] !== character) return false
    at += 1
    match(patterns.blank)
    return true
  }
  const refuse = (code: ProblemCode, what: string): null => {
    problems.add(code, at, root, what)
    return null
  }
  const fail = (meant: string): null => {
    const isAtEnd = at >= source.length
    const seen = isAtEnd ? 'the end of the file' : quote(String.fromCodePoint(source.codePointAt(at) ?? 0))
    return refuse('JSON_SYNTAX', `Here stands ${seen} where ${meant} is meant.`)
  }
  match(patterns.blank)
  return {
    problems,
    at: () => at,
    isAtEnd: () => at === source.length,
    skip,
    key(pointer) {
      const key = text(pointer)
      if (key === null) return fail('a key in double quotes')
      return skip(':') ? key : fail('a colon')
    },
    scalar(pointer) {
      const decoded = text(pointer)
      if (decoded !== null) return {value: decoded}
      const word = take(patterns.word)
      return word === null ? number(pointer) : {value: word === 'null' ? null : word === 'true'}
    },
    fail,
    refuse,
  }
}
