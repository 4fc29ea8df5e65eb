import {createHash} from 'node:crypto'
import {problemCatalogue, type ProblemCode} from '../problem-catalogue.ts'
import type {Problem} from '../problem.ts'
import {visible} from '../problem-text.ts'
import {withStableKeys} from './stable-key.ts'

/** SARIF's names are ours. */
type Level = Problem['severity']

/** `[text](target)` would become a link, whatever a file says there. */
const plain = (text: string): string => visible(text).replaceAll('](', '] (')

const rule = (code: ProblemCode) => {
  const {title, fix, severity} = problemCatalogue[code]
  return {
    id: code,
    shortDescription: {text: plain(`${title}.`)},
    fullDescription: {text: plain(`${title}. ${fix}`)},
    help: {text: plain(fix)},
    defaultConfiguration: {level: severity satisfies Level},
  }
}

/** Relative to the root of the repository, unless the file lies outside of it. */
function location(path: string): Readonly<Record<string, string>> {
  const wellFormed = path.replaceAll(/\p{Cs}/gu, '\ufffd')
  const uri = wellFormed.split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? {uri: `file://${uri}`} : {uri, uriBaseId: '%SRCROOT%'}
}

/**
 * A SARIF 2.1.0 log, as GitHub's code scanning and others read it. Where a problem ends is not known, so that a region
 * has a start alone: readers mark the rest of the line.
 */
export function sarifLog(problems: readonly Problem[], programVersion: string): string {
  const codes = [...new Set(problems.map(({code}) => code))].sort()
  const results = withStableKeys(problems).map(([{code, severity, place, what, fix}, key]) => ({
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity satisfies Level,
    message: {text: plain(`${what} ${fix}`)},
    locations: [
      {
        physicalLocation: {
          artifactLocation: location(place.file),
          region: {startLine: place.line, startColumn: place.column},
        },
        ...(place.pointer === '' ? {} : {logicalLocations: [{fullyQualifiedName: visible(place.pointer)}]}),
      },
    ],
    partialFingerprints: {'cqubeReplay/v1': createHash('sha256').update(key).digest('hex')},
  }))
  const driver = {name: 'cqube-replay', version: programVersion, rules: codes.map(rule)}
  const run = {tool: {driver}, columnKind: 'utf16CodeUnits', results}
  return `${JSON.stringify({$schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run]}, null, 2)}\n`
}
