import {describe, expect, it} from 'vitest'
import {githubCommands} from '../../../../src/core/problem-formats/github.ts'
import {hostile, note, problem, warning} from './problems.ts'

describe('the workflow commands for GitHub', () => {
  it('put each problem at its place, errors first', () => {
    expect(githubCommands([note, warning, problem()]).join('\n')).toMatchInlineSnapshot(`
      "::error file=replay-requests/march.yaml,line=6,col=14,title=MONTH_OUT_OF_RANGE%3A A month does not exist::"13" is not a month; months run from "01" to "12".%0AWrite the month as "01" … "12".
      ::warning file=replay-requests/march.yaml,line=1,col=1,title=EXPECT_MISSING%3A The request has no row contract::The request has no row contract.%0ARun \`cqube-replay plan --write\`.
      ::notice file=replay-requests/april.yaml,line=1,col=1,title=REQUEST_WITHDRAWN%3A A request was removed before any run took it::It is withdrawn.%0ANothing has to be done."
    `)
  })

  it('are told of no problem', () => {
    expect(githubCommands([])).toEqual([])
  })

  it('are one line each, and end at what a request says', () => {
    const lines = githubCommands([hostile])
      .join('\n')
      .split(/\r\n|\r|\n/)

    expect(lines).toHaveLength(1)
    const [, properties = '', message = ''] = /^::error ([^:]*)::(.*)$/.exec(lines[0] ?? '') ?? []
    expect(properties.split(',').map((each) => each.split('=')[0])).toEqual(['file', 'line', 'col', 'title'])
    expect(message).not.toMatch(/[\u0000-\u001f]/)
  })

  it('give back the name of a file as it is', () => {
    const [line = ''] = githubCommands([problem({at: {file: 'replay-requests/100%, a:b.yaml'}})])

    const file = /file=([^,]*),/.exec(line)?.[1] ?? ''

    expect(file.replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%25/g, '%')).toBe('replay-requests/100%, a:b.yaml')
  })

  it('are all there when GitHub shows ten of them', () => {
    const many = Array.from({length: 11}, (_, index) => problem({at: {line: index + 1}}))

    const lines = githubCommands([...many, warning])

    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(11)
    expect(lines.at(-1)).toBe('GitHub shows 10 problems of each kind beside the files; all 12 are in this log.')
  })
})
