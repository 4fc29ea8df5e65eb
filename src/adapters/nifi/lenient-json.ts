/** A part of an answer. NiFi adds fields from version to version, so nothing is expected to be there. */
export type Part = Readonly<Record<string, unknown>>

export const partOf = (value: unknown): Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((found, key) => partOf(found)[key], value)

export const partAt = (value: unknown, ...path: readonly string[]): Part => partOf(valueAt(value, path))

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, path)
  return Array.isArray(found) ? (found as readonly unknown[]) : []
}

/** @returns an empty text when there is none */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, path)
  return typeof found === 'string' ? found : ''
}

export const textsAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).filter((item) => typeof item === 'string')

/** @returns 0 when there is none */
export function numberAt(value: unknown, ...path: readonly string[]): number {
  const found = valueAt(value, path)
  return typeof found === 'number' ? found : 0
}

export const isTrueAt = (value: unknown, ...path: readonly string[]): boolean => valueAt(value, path) === true
