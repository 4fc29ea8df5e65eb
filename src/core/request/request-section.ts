import {problemAt} from '../document/problem-at.ts'
import type {ReadDocument} from '../document/read-document.ts'
import {openSection, type Section} from '../document/section.ts'
import {escapePointer} from '../document/spot.ts'
import type {ProblemCode} from '../problem-catalogue.ts'
import type {Problem} from '../problem.ts'
import {requestProblems} from './request-problems.ts'

const fixes = Object.fromEntries(Object.entries(requestProblems).map(([code, {fix}]) => [code, fix]))
const codes = {shape: 'REQUEST_SHAPE', unknownKey: 'REQUEST_KEY_UNKNOWN', twice: 'VALUE_TWICE'} as const

/** One mapping of a request file, with what the rules need beyond reading it key by key. */
export interface RequestSection extends Section {
  /** What stands at the key, unread. */
  raw(key: string): unknown
  /** The key is there and holds something: not nothing, an empty text or an empty list. */
  isFilled(key: string): boolean
  child(key: string): RequestSection
  /** The mappings of a list that stands at the key. */
  children(key: string): readonly RequestSection[]
  warn(code: ProblemCode, what: string, path: string): void
}

const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

/** What all sections of one file share. */
export interface Findings {
  readonly placeOf: ReadDocument['placeOf']
  readonly problems: Problem[]
  /** Problems that were met after the first hundred. */
  readonly beyond: {count: number}
}

const noneHidden: ReadonlySet<string> = new Set()

export function requestSection(value: unknown, findings: Findings, pointer = ''): RequestSection {
  const {placeOf, problems} = findings
  const section = openSection(value, pointer, {...findings, fixes, codes, hidden: noneHidden})
  const raw = (key: string): unknown =>
    section.has(key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined
  const open = (item: unknown, at: string): RequestSection => requestSection(item, findings, at)
  const at = (key: string): string => `${pointer}/${escapePointer(key)}`
  // Not by a spread, which costs as much as all rules of a small file together.
  return Object.assign(section, {
    raw,
    isFilled: (key) => isFilled(raw(key)),
    child(key) {
      section.ignore(key)
      return open(raw(key), at(key))
    },
    children(key) {
      section.ignore(key)
      const items = raw(key)
      return Array.isArray(items) ? items.map((item, index) => open(item, `${at(key)}/${index}`)) : []
    },
    warn(code, what, path) {
      problems.push(problemAt(code, placeOf(`${pointer}/${path}`), what))
    },
  } satisfies Omit<RequestSection, keyof Section>)
}
