import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {exitCodes} from '../../../src/core/error-catalogue.ts'

const readme = readFileSync('README.md', 'utf8')
const section = (title: string): string => readme.split(/^## /m).find((part) => part.startsWith(title)) ?? ''

describe('README', () => {
  it('needs two commands of one line each to try everything, and CI runs the second', () => {
    const blocks = [...section('Try it').matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]?.trim())

    expect(blocks).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
    expect(readFileSync('.ci/run', 'utf8')).toContain(`\n${blocks[1] ?? ''}\n`)
  })

  it('lists every exit code', () => {
    const listed = [...section('Commands').matchAll(/^\| (\d+) +\|/gm)].map((match) => Number(match[1]))

    expect(listed).toEqual(Object.values(exitCodes).sort((a, b) => a - b))
  })
})

describe.each([
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/operations.md',
  'docs/s3.md',
  'docs/settings.md',
])('%s', (path) => {
  it('links and names only files that exist', () => {
    const text = readFileSync(path, 'utf8')
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => join(dirname(path), match[1] ?? ''))
    const named = [...text.matchAll(/`((?:src|docs|test|schemas)\/[\w./-]+)`/g)].map((match) => match[1] ?? '')

    expect([...links, ...named].filter((file) => !existsSync(file))).toEqual([])
  })
})
