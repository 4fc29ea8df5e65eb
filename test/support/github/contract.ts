import type {ErrorObject} from 'ajv'
import {complete, type Json} from './complete.ts'
import {openDescription, type Parameter, type Response, type Schema} from './description.ts'
import {openCompiler} from './json-schema.ts'

export interface GithubRequest {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Undefined: none was sent. */
  readonly body: unknown
}

/** GitHub's description, asked about each request and each answer. What it says against them is a text each. */
export interface Contract {
  /** Whether the value of a parameter of the path may hold slashes. */
  isMultiSegment(route: string, parameter: string): boolean
  request(route: string, request: GithubRequest): string[]
  /** An answer with all that GitHub says beside what is given. @throws {Error} for what GitHub does not say */
  complete(route: string, status: number, body: unknown): unknown
  answer(route: string, status: number, body: unknown): string[]
}

const told = (errors: readonly ErrorObject[] | null | undefined): string =>
  (errors ?? [])
    .slice(0, 5)
    .map(({instancePath, message = ''}) => `${instancePath || '/'} ${message}`)
    .join('; ')

/** What GitHub sends though its description denies it: a pull request whose fork was deleted comes from no repository. */
const isSentAllTheSame = ({instancePath, keyword, data}: ErrorObject): boolean =>
  keyword === 'type' && data === null && instancePath.endsWith('/head/repo')

/** In a URL everything is text. */
function typed(text: string, {type}: Schema): unknown {
  if ((type === 'integer' || type === 'number') && /^\d+$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

let opened: Contract | null = null

/** One for all tests of a process: what it compiled stays. */
export const openContract = (): Contract => (opened ??= newContract())

function newContract(): Contract {
  const description = openDescription()
  const compile = openCompiler(description)
  const parametersOf = (route: string): readonly Parameter[] =>
    (description.operation(route).parameters ?? []).map((of) => description.resolved<Parameter>(of))
  /** Undefined: no such answer; null: one without a body. */
  const schemaOf = (route: string, status: number): Schema | null | undefined => {
    const of = description.operation(route).responses[String(status)]
    const schema =
      of === undefined ? undefined : description.resolved<Response>(of).content?.['application/json']?.schema
    // Any route may say no: who asks is judged before what is asked.
    if (schema === undefined && status >= 400) return {$ref: '#/components/schemas/basic-error'}
    return of === undefined ? undefined : (schema ?? null)
  }

  const parameterFaults = (route: string, {path, query}: GithubRequest): string[] => {
    const parameters = parametersOf(route)
    const unknown = Object.keys(query).filter(
      (name) => !parameters.some((parameter) => parameter.in === 'query' && parameter.name === name),
    )
    return [
      ...unknown.map((name) => `${route}: there is no parameter ${name}`),
      ...parameters.flatMap((parameter) => {
        const value = (parameter.in === 'path' ? path : query)[parameter.name]
        if (value === undefined) return parameter.required === true ? [`${route}: ${parameter.name} is missing`] : []
        const validate = compile(parameter.schema)
        return validate(typed(value, parameter.schema))
          ? []
          : [`${route}: ${parameter.name}=${value} ${told(validate.errors)}`]
      }),
    ]
  }

  const bodyFaults = (route: string, body: unknown): string[] => {
    const of = description.operation(route).requestBody
    if (of === undefined) return body === undefined ? [] : [`${route}: it takes no body`]
    if (body === undefined) return of.required === true ? [`${route}: the body is missing`] : []
    const schema = of.content['application/json']?.schema ?? {}
    const validate = compile(schema)
    if (!validate(body)) return [`${route}: body ${told(validate.errors)}`]
    const {properties} = description.resolved<Schema>(schema)
    const unknown = properties === undefined ? [] : Object.keys(body as Json).filter((name) => !(name in properties))
    return unknown.map((name) => `${route}: the body has no ${name}`)
  }

  return {
    isMultiSegment: (route, name) =>
      parametersOf(route).some((parameter) => parameter.name === name && parameter['x-multi-segment'] === true),
    request: (route, request) => [...parameterFaults(route, request), ...bodyFaults(route, request.body)],
    complete: (route, status, body) => {
      const schema = schemaOf(route, status)
      return schema == null || body === undefined ? body : complete(body, schema, description, route)
    },
    answer: (route, status, body) => {
      const schema = schemaOf(route, status)
      if (schema === undefined) return [`${route}: GitHub does not answer with ${status}`]
      if (schema === null) return body === undefined ? [] : [`${route}: ${status} has no body`]
      const validate = compile(schema)
      const errors = validate(body) ? [] : (validate.errors ?? []).filter((error) => !isSentAllTheSame(error))
      return errors.length === 0 ? [] : [`${route}: answer ${status} ${told(errors)}`]
    },
  }
}
