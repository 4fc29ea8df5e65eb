import {ReplayError} from '../../core/replay-error.ts'

/** What GitHub sent, asked for its parts: its types are a promise that a proxy between does not know. */
export interface Shape {
  text(...path: readonly string[]): string
  /** Empty where there is none. */
  textOrNone(...path: readonly string[]): string
  number(...path: readonly string[]): number
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>)[key] : undefined,
    value,
  )

/** @param what for people. Its parts throw GITHUB_FAILED where they are missing. */
export function shapeOf(data: unknown, what: string): Shape {
  const missing = (path: readonly string[]): ReplayError =>
    new ReplayError('GITHUB_FAILED', `GitHub sent ${what} without ${path.join('.')}. Nothing was changed.`)
  const textOrNone = (...path: readonly string[]): string => {
    const value = at(data, path)
    return typeof value === 'string' ? value : ''
  }
  return {
    textOrNone,
    text: (...path) => {
      const value = textOrNone(...path)
      if (value === '') throw missing(path)
      return value
    },
    number: (...path) => {
      const value = at(data, path)
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw missing(path)
      return value
    },
  }
}
