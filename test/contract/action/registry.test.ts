import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {inputs, outputs} from '../../../src/action/registry.ts'

interface Action {
  readonly inputs: Readonly<Record<string, {description: string; required: boolean; default: string}>>
  readonly outputs: Readonly<Record<string, {description: string}>>
  readonly runs: Readonly<Record<string, string>>
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action
const guide = readFileSync('docs/github-action.md', 'utf8')

/** The cells of the table below a heading of the guide, without its head. */
function tableBelow(heading: string): string[][] {
  const [, section = ''] = guide.split(`\n## ${heading}\n`)
  const [untilNext = ''] = section.split('\n## ')
  const rows = untilNext.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

describe('what a workflow gives', () => {
  it('is in action.yml as the Action reads it', () => {
    const read = Object.entries(inputs).map(([name, input]) => [name, {...input, required: false}])

    expect(Object.entries(action.inputs)).toEqual(read)
  })

  it('is in the guide as the Action reads it', () => {
    const read = Object.entries(inputs).map(([name, {default: value, description}]) => [
      `\`${name}\``,
      value === '' ? '–' : `\`${value}\``,
      description,
    ])

    expect(tableBelow('Inputs')).toEqual(read)
  })
})

describe('what a workflow gets', () => {
  it('is in action.yml as the Action sets it', () => {
    const set = Object.entries(outputs).map(([name, description]) => [name, {description}])

    expect(Object.entries(action.outputs)).toEqual(set)
  })

  it('is in the guide as the Action sets it', () => {
    const set = Object.entries(outputs).map(([name, description]) => [`\`${name}\``, description])

    expect(tableBelow('Outputs')).toEqual(set)
  })
})

it('is one file that GitHub starts by itself', () => {
  expect(action.runs).toEqual({using: 'node24', main: 'dist/index.js'})
})
