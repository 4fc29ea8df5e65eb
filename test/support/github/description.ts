import {readFileSync} from 'node:fs'
import {toolPath} from '../test-tools.ts'

/** A schema of OpenAPI 3.0, as far as it is read here. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly nullable?: boolean
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
  /** Of GitHub: its value may hold slashes. */
  readonly 'x-multi-segment'?: boolean
}

type Content = Readonly<Record<string, {readonly schema: Schema}>>

export interface Response {
  readonly content?: Content
}

export interface Operation {
  readonly parameters?: readonly (Parameter | {readonly $ref: string})[]
  readonly requestBody?: {readonly required?: boolean; readonly content: Content}
  readonly responses: Readonly<Record<string, Response | {readonly $ref: string}>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** GitHub's description of itself, and what is found in it. */
export interface Description {
  /** @param route such as `GET /user` */
  operation(route: string): Operation
  /** What a reference stands for; what is none is itself. */
  resolved<T extends object>(of: T | {readonly $ref: string}): T
}

let read: Document | null = null

/** It has 13 MB, so it is read once in a process. */
function document(): Document {
  const path = toolPath('github-openapi-23.0.2')
  if (path === null) throw new Error("GitHub's description is not there: test/support/global-openapi.ts fetches it.")
  read ??= JSON.parse(readFileSync(path, 'utf8')) as Document
  return read
}

export function openDescription(): Description {
  const {paths, components} = document()
  return {
    operation: (route) => {
      const [method = '', path = ''] = route.split(' ')
      const operation = paths[path]?.[method.toLowerCase()]
      if (operation === undefined) throw new Error(`GitHub does not know the route ${route}.`)
      return operation
    },
    resolved: <T extends object>(of: T | {readonly $ref: string}): T => {
      if (!('$ref' in of)) return of
      const [, , kind = '', name = ''] = of.$ref.split('/')
      const found = components[kind]?.[name]
      if (found === undefined) throw new Error(`GitHub's description has no ${of.$ref}.`)
      return found as T
    },
  }
}
