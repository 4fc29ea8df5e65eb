import {readFileSync} from 'node:fs'
import {stringify} from 'yaml'
import {expect, test} from 'vitest'
import {validateSettings} from '../../../../src/core/generated/validators.js'
import {readSettings} from '../../../../src/core/settings/read-settings.ts'
import {routedPrefixes} from '../../../../src/core/settings/emission-rules.ts'
import {read} from './settings-text.ts'

interface Schema {
  readonly description?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
}
const schema = JSON.parse(readFileSync('schemas/settings.schema.json', 'utf8')) as Schema
const reference = readFileSync('docs/settings.md', 'utf8')

/** Every key as `section.key`, with its schema. */
const leaves = (node: Schema, path = ''): [string, Schema][] =>
  node.properties === undefined
    ? [[path, node]]
    : Object.entries(node.properties).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`))

const defaults = (node: Schema): unknown =>
  node.properties === undefined
    ? node.default
    : Object.fromEntries(Object.entries(node.properties).map(([key, child]) => [key, defaults(child)]))

const leavesOf = (value: unknown): number =>
  typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0
    ? 1
    : Object.values(value).reduce((sum: number, child) => sum + leavesOf(child), 0)

test('a file of all the defaults in the schema means the same as no file', () => {
  const written = read(stringify(defaults(schema)))

  expect(written.problems).toEqual([])
  expect(written.settings).toEqual(readSettings(null, 'cqube-replay.yaml').settings)
})

test('the schema has a key for every setting', () => {
  expect(leaves(schema)).toHaveLength(leavesOf(readSettings(null, 'cqube-replay.yaml').settings))
})

test('every key and section is described', () => {
  const undescribed = (node: Schema, path: string): string[] => [
    ...(node.description === undefined ? [path] : []),
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => undescribed(child, `${path}/${key}`)),
  ]

  expect(undescribed(schema, '')).toEqual([])
})

test('the schema takes its own defaults and refuses what the reader refuses', () => {
  expect(validateSettings(defaults(schema))).toBe(true)
  expect(validateSettings({run: {lease_seconds: 14}})).toBe(false)
  expect(validateSettings({emission: {format: 'workflow'}})).toBe(false)
  expect(validateSettings({git: {branch: '-main'}})).toBe(false)
  expect(validateSettings({database: {password: 'x'}})).toBe(false)
  expect(routedPrefixes.filter((prefix) => validateSettings({emission: {prefix}}))).toEqual([])
})

test.each(leaves(schema))('the reference names %s with its default', (path, {default: value}) => {
  const shown = JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ')
  const row = reference
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find((cells) => cells[1] === `\`${path}\``)

  expect(row).toContain(`\`${shown}\``)
})
