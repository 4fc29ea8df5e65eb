import type {Description, Schema} from './description.ts'

export type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const texts: Readonly<Record<string, string>> = {
  'date-time': '2026-11-24T10:00:00Z',
  date: '2026-11-24',
  uri: 'https://github.example.org/',
  email: 'nobody@example.org',
}

/** Every property that a schema names itself or by its parts. */
function properties(schema: Schema, description: Description): Record<string, Schema> {
  const {allOf = [], properties: own = {}} = description.resolved(schema)
  return Object.assign({}, ...allOf.map((part) => properties(part, description)), own) as Record<string, Schema>
}

const required = (schema: Schema, description: Description): readonly string[] => {
  const {allOf = [], required: own = []} = description.resolved(schema)
  return [...allOf.flatMap((part) => required(part, description)), ...own]
}

/** The least that a schema takes. */
function least(schema: Schema, description: Description): unknown {
  const of = description.resolved(schema)
  if (of.nullable === true) return null
  const [variant] = of.anyOf ?? of.oneOf ?? []
  if (variant !== undefined) return least(variant, description)
  if (of.enum !== undefined) return of.enum[0]
  if (of.type === 'string') return texts[of.format ?? ''] ?? ''
  if (of.type === 'integer' || of.type === 'number') return 1
  if (of.type === 'boolean') return false
  if (of.type === 'array') return []
  return complete({}, schema, description, '')
}

/** The variant that names the most of what is given. */
function variantFor(given: Json, variants: readonly Schema[], description: Description): Schema | undefined {
  const named = (variant: Schema): number => {
    const names = properties(variant, description)
    return Object.keys(given).filter((name) => name in names).length
  }
  return variants
    .filter((variant) => Object.keys(properties(variant, description)).length > 0)
    .reduce<Schema | undefined>((best, one) => (best === undefined || named(one) > named(best) ? one : best), undefined)
}

/**
 * What the server says, with everything that GitHub says beside it: a client must find a whole answer.
 * @throws {Error} when it says something that GitHub's description does not name, such as a misspelt field
 */
export function complete(given: unknown, schema: Schema, description: Description, path: string): unknown {
  const of = description.resolved(schema)
  if (Array.isArray(given)) {
    const {items} = of
    return items === undefined ? given : given.map((item, i) => complete(item, items, description, `${path}/${i}`))
  }
  if (!isObject(given)) return given
  const variants = of.anyOf ?? of.oneOf
  if (variants !== undefined && of.properties === undefined) {
    const variant = variantFor(given, variants, description)
    return variant === undefined ? given : complete(given, variant, description, path)
  }
  const names = properties(of, description)
  const isOpen = Object.keys(names).length === 0 || of.additionalProperties !== undefined
  const into: Record<string, unknown> = {}
  for (const name of required(of, description)) {
    const one = names[name]
    if (one !== undefined) into[name] = least(one, description)
  }
  for (const [name, value] of Object.entries(given)) {
    const one = names[name]
    if (one === undefined && !isOpen) throw new Error(`GitHub's answer has no ${path}/${name}`)
    into[name] = one === undefined ? value : complete(value, one, description, `${path}/${name}`)
  }
  return into
}
