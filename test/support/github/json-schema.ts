import {Ajv, type ValidateFunction} from 'ajv'
import addFormats from 'ajv-formats'
import type {Description, Schema} from './description.ts'

const prefix = '#/components/schemas/'
type Node = Readonly<Record<string, unknown>>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The keywords that say what a value may be. The rest is for readers, or is OpenAPI's own. */
const kept = new Set(
  'type format enum items properties required additionalProperties allOf anyOf oneOf not minimum maximum minItems maxItems minLength maxLength pattern uniqueItems minProperties maxProperties'.split(
    ' ',
  ),
)

/** OpenAPI 3.0 says `nullable`, JSON Schema a type more. */
function orNull(schema: Record<string, unknown>): Record<string, unknown> {
  const {type, enum: values} = schema
  if (typeof type !== 'string') return {anyOf: [{type: 'null'}, schema]}
  return {...schema, type: [type, 'null'], ...(Array.isArray(values) ? {enum: [...(values as unknown[]), null]} : {})}
}

function converted(schema: unknown): unknown {
  if (!isNode(schema)) return schema
  if (typeof schema['$ref'] === 'string') return {$ref: schema['$ref'].slice(prefix.length)}
  const into: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (!kept.has(keyword)) continue
    if (keyword === 'properties' && isNode(value)) {
      into[keyword] = Object.fromEntries(Object.entries(value).map(([name, of]) => [name, converted(of)]))
    } else if (Array.isArray(value) && ['allOf', 'anyOf', 'oneOf'].includes(keyword)) {
      into[keyword] = value.map(converted)
    } else into[keyword] = ['items', 'additionalProperties', 'not'].includes(keyword) ? converted(value) : value
  }
  return schema['nullable'] === true ? orNull(into) : into
}

const referencesIn = (schema: unknown): string[] =>
  [...JSON.stringify(schema).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '')

/** Compiles schemas of the description, each with what it refers to, once and when it is needed. */
export function openCompiler(description: Description): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv({strict: false, allErrors: true, logger: false, verbose: true})
  addFormats.default(ajv)
  const known = new Set<string>()
  const addAll = (names: readonly string[]): void => {
    for (const name of names) {
      if (known.has(name)) continue
      known.add(name)
      const schema = description.resolved<Schema>({$ref: prefix + name})
      ajv.addSchema(converted(schema) as object, name)
      addAll(referencesIn(schema))
    }
  }
  const compiled = new Map<Schema, ValidateFunction>()
  return (schema) => {
    const found = compiled.get(schema)
    if (found !== undefined) return found
    addAll(referencesIn(schema))
    const validate = ajv.compile(converted(schema) as object)
    compiled.set(schema, validate)
    return validate
  }
}
