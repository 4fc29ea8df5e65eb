import {nearestWord} from './nearest-word.ts'
import {quote, type Rule} from './section.ts'
import type {ProblemCode} from '../problem-catalogue.ts'

/** Exactly `true` or `false`: YAML readers disagree on what `yes` and `on` are. */
export const switchRule =
  (code: ProblemCode): Rule<boolean> =>
  (text) =>
    text === 'true' || text === 'false'
      ? {value: text === 'true'}
      : {code, what: (key) => `\`${key}\` is ${quote(text)}, which is neither \`true\` nor \`false\`.`}

/** One of a closed list of words, compared exactly. */
export const oneOf =
  <T extends string>(code: ProblemCode, words: readonly T[]): Rule<T> =>
  (text) => {
    const found = words.find((word) => word === text)
    if (found !== undefined) return {value: found}
    const meant = nearestWord(text, words)
    const listed = words.map((word) => `\`${word}\``).join(', ')
    return {
      code,
      what: (key) => `\`${key}\` is ${quote(text)}; it can be ${listed}.`,
      fix: meant === null ? `Write one of ${listed}.` : `Write \`${meant}\` if that is what you mean.`,
    }
  }

/** A text that a pattern describes. */
export const textThat =
  (holds: (text: string) => boolean, code: ProblemCode, why: string): Rule<string> =>
  (text) =>
    holds(text) ? {value: text} : {code, what: (key) => `\`${key}\` is ${quote(text)}, ${why}.`}
