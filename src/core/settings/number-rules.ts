import {quote, type Rule} from '../document/section.ts'

interface Range {
  readonly from: number
  readonly to: number
  /** `from` itself is outside. */
  readonly above?: boolean
}

const inRange =
  (pattern: RegExp, noun: string, {from, to, above = false}: Range): Rule<number> =>
  (text) => {
    const range = above ? `above ${from}, up to ${to}` : `from ${from} to ${to}`
    if (!pattern.test(text)) {
      return {code: 'SETTINGS_NOT_A_NUMBER', what: (key) => `\`${key}\` is ${quote(text)}, which is not ${noun}.`}
    }
    const value = Number(text)
    if (value > from ? value <= to : value === from && !above) return {value}
    return {
      code: 'SETTINGS_OUT_OF_RANGE',
      what: (key) => `\`${key}\` is ${text.slice(0, 30)}; it can be ${range}.`,
      fix: `Write a number ${range}.`,
    }
  }

/** Digits only; both ends included. */
export const integer = (from: number, to: number): Rule<number> => inRange(/^-?[0-9]+$/, 'a whole number', {from, to})

/** Digits and one point, no exponent. */
export const decimal = (range: Range): Rule<number> => inRange(/^-?[0-9]+(\.[0-9]+)?$/, 'a decimal number', range)

/** An integer, or `never` for null. */
export const integerOrNever =
  (from: number, to: number): Rule<number | null> =>
  (text) =>
    text === 'never' ? {value: null} : integer(from, to)(text)
