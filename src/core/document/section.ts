import {nearestWord} from './nearest-word.ts'
import {escapePointer} from './spot.ts'
import type {Place, Problem} from '../problem.ts'
import type {ProblemCode} from '../problem-catalogue.ts'

/** What a rule makes of a scalar's text: its value, or what is wrong with it. */
export type Checked<T> =
  {readonly value: T} | {readonly code: ProblemCode; readonly what: (key: string) => string; readonly fix?: string}
export type Rule<T> = (text: string) => Checked<T>

/** Where a mapping stands and how its mistakes are called. */
export interface SectionContext {
  readonly placeOf: (pointer: string, part: 'key' | 'value') => Place
  readonly fixes: Readonly<Partial<Record<ProblemCode, string>>>
  readonly codes: {readonly shape: ProblemCode; readonly unknownKey: ProblemCode; readonly twice: ProblemCode}
  /** Pointers whose entries were reported already and must not be quoted. */
  readonly hidden: ReadonlySet<string>
  readonly problems: Problem[]
  /** Counts the problems beyond the first hundred instead of keeping them; absent: all are kept. */
  readonly beyond?: {count: number}
  /** Is told of each key whose value stands in the document and was taken. */
  readonly taken?: (pointer: string, value: unknown) => void
}

/**
 * One mapping of a document. Every mistake becomes a problem and the fallback takes its place, so that one reading
 * finds all of them. The keys that were asked for are the known ones: `finish` reports the others.
 */
export interface Section {
  /** The key it stands at; empty for the whole document. */
  readonly name: string
  readonly keys: readonly string[]
  /** Problems of the whole document so far. */
  problemCount(): number
  /** Calls a key known without reading it. */
  ignore(key: string): void
  has(key: string): boolean
  scalar<T, F>(key: string, rule: Rule<T>, fallback: F): T | F
  list<T>(key: string, rule: Rule<T>, fallback: readonly NoInfer<T>[]): readonly T[]
  section(key: string): Section
  /** The mappings of a list; whatever else the list holds is a problem. */
  sections(key: string): readonly Section[]
  complain(code: ProblemCode, what: string, key?: string, fix?: string, part?: 'key' | 'value'): void
  finish(): void
}

/** More problems of one file help nobody, and a hostile one could make 14,000. */
export const mostKept = 100

const longestQuote = 60
/** A value as it may stand in a sentence: escaped, and cut when it is long. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text)

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `key:` with nothing after it, as when all its lines are commented out. */
const isNothing = (value: unknown): boolean => value === undefined || value === null || value === ''

/** YAML scalars are texts already; JSON has numbers and booleans of its own. */
const scalarText = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

export function openSection(value: unknown, pointer: string, context: SectionContext): Section {
  const record: Readonly<Record<string, unknown>> = isMapping(value) ? value : {}
  const keys = Object.keys(record)
  const known = new Set<string>()
  const name = pointer.slice(pointer.lastIndexOf('/') + 1)
  const pointerOf = (key?: string): string => (key === undefined ? pointer : `${pointer}/${escapePointer(key)}`)
  const isHidden = (key: string): boolean => context.hidden.has(pointerOf(key))

  const complainAt = (at: string, part: 'key' | 'value', code: ProblemCode, what: string, fix?: string): void => {
    // Its own problem tells of a hidden entry; any other would quote it, if only in the pointer.
    if ([...context.hidden].some((hidden) => `${at}/`.startsWith(`${hidden}/`))) return
    if (context.beyond !== undefined && context.problems.length >= mostKept) {
      context.beyond.count += 1
      return
    }
    const place = context.placeOf(at, part)
    context.problems.push({code, severity: 'error', place, what, fix: fix ?? context.fixes[code] ?? ''})
  }
  const complain: Section['complain'] = (code, what, key, fix, part = 'value') => {
    complainAt(pointerOf(key), part, code, what, fix)
  }
  const check = <T>(key: string, at: string, item: unknown, rule: Rule<T>): {readonly value: T} | null => {
    const text = scalarText(item)
    if (text === null) {
      complainAt(at, 'value', context.codes.shape, `\`${key}\` holds a list or a mapping where one value is meant.`)
      return null
    }
    const checked = rule(text)
    if ('value' in checked) return checked
    complainAt(at, 'value', checked.code, checked.what(key), checked.fix)
    return null
  }
  const itemsOf = (key: string): readonly unknown[] => {
    known.add(key)
    const found = record[key]
    if (isHidden(key) || isNothing(found)) return []
    if (Array.isArray(found)) return found
    complain(context.codes.shape, `\`${key}\` is not a list.`, key, `Write it as a list: \`${key}: [first, second]\`.`)
    return []
  }

  if (!isMapping(value) && !isNothing(value)) {
    complain(context.codes.shape, `${name === '' ? 'The document' : `\`${name}\``} is not a mapping of keys to values.`)
  }

  return {
    name,
    keys,
    problemCount: () => context.problems.length + (context.beyond?.count ?? 0),
    ignore: (key) => void known.add(key),
    has: (key) => keys.includes(key),
    complain,
    scalar(key, rule, fallback) {
      known.add(key)
      if (!keys.includes(key) || isHidden(key)) return fallback
      const checked = check(key, pointerOf(key), record[key] ?? '', rule)
      if (checked === null) return fallback
      // A word such as `never` may stand for no value at all.
      context.taken?.(pointerOf(key), checked.value ?? scalarText(record[key]))
      // Null is a value, too: whoever writes `never` must not get the default.
      return checked.value
    },
    list(key, rule, fallback) {
      const items = itemsOf(key)
      if (!Array.isArray(record[key])) return fallback
      const seen = new Set<unknown>()
      const values = items.flatMap((item, index) => {
        const at = `${pointerOf(key)}/${index}`
        const checked = context.hidden.has(at) ? null : check(key, at, item, rule)
        if (checked === null) return []
        if (seen.has(checked.value)) {
          complainAt(at, 'value', context.codes.twice, `\`${key}\` names ${quote(String(checked.value))} twice.`)
          return []
        }
        seen.add(checked.value)
        return [checked.value]
      })
      context.taken?.(pointerOf(key), values)
      return values
    },
    section(key) {
      known.add(key)
      return openSection(isHidden(key) ? undefined : record[key], pointerOf(key), context)
    },
    sections: (key) => itemsOf(key).map((item, index) => openSection(item, `${pointerOf(key)}/${index}`, context)),
    finish() {
      for (const key of keys.filter((each) => !known.has(each) && !isHidden(each))) {
        // The search is slow beside the rest of a reading: it is left out where nobody would read its result.
        const meant = context.problems.length < mostKept ? nearestWord(key, [...known]) : null
        const hint = meant === null ? '.' : `; did you mean \`${meant}\`?`
        const fix = meant === null ? undefined : `Write \`${meant}\`, or remove the key.`
        complain(context.codes.unknownKey, `There is no key ${quote(key)} here${hint}`, key, fix, 'key')
      }
    },
  }
}
