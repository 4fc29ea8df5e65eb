import {existsSync, readFileSync} from 'node:fs'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {sarifLog} from '../../../../src/core/problem-formats/sarif.ts'
import {hostile, note, problem, warning} from './problems.ts'

interface Log {
  readonly version: string
  readonly runs: readonly {
    readonly tool: {readonly driver: {readonly rules: readonly {readonly id: string}[]}}
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly message: {readonly text: string}
      readonly partialFingerprints: Readonly<Record<string, string>>
      readonly locations: readonly {
        readonly physicalLocation: {readonly artifactLocation: {readonly uri: string; readonly uriBaseId?: string}}
      }[]
    }[]
  }[]
}
const runOf = (...problems: Parameters<typeof sarifLog>[0]): Log['runs'][number] => {
  const [run] = (JSON.parse(sarifLog(problems, '1.2.3')) as Log).runs
  if (run === undefined) throw new Error('The log has no run.')
  return run
}
const uriOf = (file: string) => runOf(problem({at: {file}})).results[0]?.locations[0]?.physicalLocation.artifactLocation

/** The schema that OASIS published, as an npm package brings it; `npm ci --prefix test/servers` installs it. */
const schemaFile = 'test/servers/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'

describe('the SARIF log', () => {
  it('holds rules and results', () => {
    expect(sarifLog([problem()], '1.2.3')).toMatchInlineSnapshot(`
      "{
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
          {
            "tool": {
              "driver": {
                "name": "cqube-replay",
                "version": "1.2.3",
                "rules": [
                  {
                    "id": "MONTH_OUT_OF_RANGE",
                    "shortDescription": {
                      "text": "A month does not exist."
                    },
                    "fullDescription": {
                      "text": "A month does not exist. Write the month as \\"01\\" … \\"12\\"."
                    },
                    "help": {
                      "text": "Write the month as \\"01\\" … \\"12\\"."
                    },
                    "defaultConfiguration": {
                      "level": "error"
                    }
                  }
                ]
              }
            },
            "columnKind": "utf16CodeUnits",
            "results": [
              {
                "ruleId": "MONTH_OUT_OF_RANGE",
                "ruleIndex": 0,
                "level": "error",
                "message": {
                  "text": "\\"13\\" is not a month; months run from \\"01\\" to \\"12\\". Write the month as \\"01\\" … \\"12\\"."
                },
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "replay-requests/march.yaml",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "region": {
                        "startLine": 6,
                        "startColumn": 14
                      }
                    },
                    "logicalLocations": [
                      {
                        "fullyQualifiedName": "/replay/crc/months/1"
                      }
                    ]
                  }
                ],
                "partialFingerprints": {
                  "cqubeReplay/v1": "392e2db2e878142c77a4f7f4147eda8001b1461e725fd0866b6cea97b73adb9c"
                }
              }
            ]
          }
        ]
      }
      "
    `)
  })

  it.skipIf(!existsSync(schemaFile))('is one by the published schema', () => {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>
    // Draft 4, but nothing in it but its name and id differs from draft 7.
    delete schema['$schema']
    delete schema['id']
    const isLog = new Ajv({strict: false, validateFormats: false, unicodeRegExp: false}).compile(schema)

    for (const problems of [[], [problem()], [problem(), problem(), warning, note, hostile]]) {
      const log: unknown = JSON.parse(sarifLog(problems, '1.2.3'))
      expect(isLog(log), JSON.stringify(isLog.errors)).toBe(true)
    }
    expect(isLog({version: '2.1.0', runs: [{results: []}]})).toBe(false)
  })

  it('names each rule once, and points to it', () => {
    const {tool, results} = runOf(problem(), warning, problem({at: {line: 9}}), note)

    const {rules} = tool.driver
    expect(rules.map(({id}) => id)).toEqual(['EXPECT_MISSING', 'MONTH_OUT_OF_RANGE', 'REQUEST_WITHDRAWN'])
    expect(results.map(({ruleIndex}) => rules[ruleIndex]?.id)).toEqual(results.map(({ruleId}) => ruleId))
    expect(results.map(({level}) => level)).toEqual(['error', 'warning', 'error', 'note'])
  })

  it('names files relative to the root, escaped as a URI', () => {
    expect(uriOf('replay-requests/März 100%#1.yaml')).toEqual({
      uri: 'replay-requests/M%C3%A4rz%20100%25%231.yaml',
      uriBaseId: '%SRCROOT%',
    })
    expect(uriOf('/tmp/a b.yaml')).toEqual({uri: 'file:///tmp/a%20b.yaml'})
    expect(uriOf('a/\ud800.yaml')?.uri).toBe('a/%EF%BF%BD.yaml')
  })

  it('makes no link of what a file says, and no control of its characters', () => {
    const text = runOf(hostile).results[0]?.message.text ?? ''

    expect(text).not.toContain('](')
    expect(text).not.toMatch(/[\u0000-\u001f]/)
  })

  it('knows a problem again when lines move', () => {
    const [before, after] = [problem(), problem({at: {line: 40}})].map((each) => runOf(each).results[0])

    expect(after?.partialFingerprints).toEqual(before?.partialFingerprints)
  })
})
