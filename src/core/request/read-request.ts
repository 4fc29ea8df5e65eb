import {problemAt} from '../document/problem-at.ts'
import {nearestWord} from '../document/nearest-word.ts'
import {readDocument} from '../document/read-document.ts'
import {mostKept, quote, type Rule} from '../document/section.ts'
import {bySource} from '../emission/source-order.ts'
import {byPlace, isError, type Problem} from '../problem.ts'
import {requestId, type Slice} from '../slice.ts'
import {isMoment} from './calendar.ts'
import {dataSources, type DataSources} from './data-sources.ts'
import {readExpect} from './expect-section.ts'
import {requestSection, type Findings, type RequestSection} from './request-section.ts'
import type {ReadingContext, ReadRequest} from './request.ts'
import {readSelection} from './selection.ts'

/**
 * Reads one request file: every mistake at once, with its place. Never throws.
 * Equal for all spellings of the same request: aliases, padding, numbers or texts, order, YAML or JSON (design: identity
 * is content).
 */
export function readRequest(bytes: Uint8Array, path: string, context: ReadingContext): ReadRequest {
  const document = readDocument(bytes, path)
  if (document.problems.some(isError)) return {request: null, problems: document.problems}
  const findings: Findings = {placeOf: document.placeOf, problems: [], beyond: {count: 0}}
  const {problems} = findings
  const root = requestSection(document.value, findings)
  // A list or a bare text lacks every key; saying so of each would hide what is wrong.
  if (problems.length > 0) return {request: null, problems}
  const sources = dataSources(context.addedSources)
  root.ignore('$schema')
  const outside = root.keys.filter((key) => sources.find(key) !== null)
  const reason = readReason(root, outside.length > 0)
  const ticket = optional(root, 'ticket', ticketRule)
  const notBefore = optional(root, 'not_before', notBeforeRule)
  const repeatOf = optional(root, 'repeat_of', repeatOfRule)
  if (root.has('undo'))
    root.complain('UNDO_RESERVED', '`undo` cannot be asked for in this version.', 'undo', undefined, 'key')
  root.ignore('undo')
  const slices = readReplay(root, outside, sources, context.today)
  const selected = problems.some(isError) ? null : [...new Set(slices.map(({dataSource}) => dataSource))]
  const expect = outside.length > 0 && !root.has('expect') ? null : readExpect(root, sources, selected)
  root.finish()
  const all = firstOf(findings)
  if (problems.some(isError) || reason === null) return {request: null, problems: all}
  const request = {id: requestId(slices, repeatOf), path, reason, ticket, notBefore, repeatOf, slices, expect}
  return {request, problems: all}
}

const textRule =
  (pattern: RegExp, code: 'TICKET_INVALID' | 'REPEAT_OF_INVALID', why: string): Rule<string> =>
  (text) =>
    pattern.test(text) ? {value: text} : {code, what: (key) => `\`${key}\` is ${quote(text)}, which is not ${why}.`}

const ticketRule = textRule(/^#?[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}$/, 'TICKET_INVALID', 'a plain name')
const repeatOfRule = textRule(/^\d{8}T\d{6}Z-[0-9a-f]{4}$/, 'REPEAT_OF_INVALID', 'the id of a run')
const notBeforeRule: Rule<string> = (text) =>
  isMoment(text)
    ? {value: text}
    : {
        code: 'NOT_BEFORE_INVALID',
        what: (key) => `\`${key}\` is ${quote(text)}, which is not a date, a time and an offset that exist.`,
      }

/** Line breaks of a longer text are blanks: the reason is shown in one paragraph. */
const reasonRule: Rule<string> = (text) => {
  const reason = text.trim().replaceAll(/\s+/g, ' ')
  const {length} = Array.from(reason)
  return length >= 10 && length <= 500
    ? {value: reason}
    : {code: 'REASON_LENGTH', what: () => `The reason ${quote(reason)} has ${length} characters; it needs 10 to 500.`}
}

function readReason(root: RequestSection, isFoldedIn: boolean): string | null {
  root.ignore('reason')
  if (root.isFilled('reason')) return root.scalar('reason', reasonRule, null)
  // The problem of data sources outside of `replay` says to add a reason.
  if (!isFoldedIn) root.complain('REASON_MISSING', 'The request does not say why the data is replayed.')
  return null
}

function optional(root: RequestSection, key: string, rule: Rule<string>): string | null {
  root.ignore(key)
  return root.isFilled(key) ? root.scalar(key, rule, null) : null
}

function readReplay(
  root: RequestSection,
  outside: readonly string[],
  sources: DataSources,
  today: string,
): readonly Slice[] {
  root.ignore('replay')
  for (const key of outside) root.ignore(key)
  const before = root.problemCount()
  const [first] = outside
  if (first !== undefined) {
    const names = listed(outside)
    const what = `${names} ${outside.length === 1 ? 'stands' : 'stand'} at the top of the file, where only \`replay\` and what is said of it belong.`
    root.complain('SOURCE_OUTSIDE_REPLAY', what, first, undefined, 'key')
  } else if (!root.has('replay')) root.complain('REPLAY_MISSING', 'The request does not say what is to be replayed.')
  const replay = root.child('replay')
  const slices = [
    ...readSources(root, outside, sources, today),
    ...readSources(replay, replay.keys, sources, today),
  ].sort((a, b) => bySource(a.dataSource, b.dataSource))
  if (slices.length === 0 && root.problemCount() === before) {
    root.complain('NOTHING_SELECTED', 'No entry below `replay` selects anything.', 'replay')
  }
  return slices
}

function listed(keys: readonly string[]): string {
  const shown = keys.slice(0, 3).map((key) => `\`${key}\``)
  return [...shown, ...(keys.length > 3 ? [`${keys.length - 3} more`] : [])].join(', ').replace(/, ([^,]*)$/, ' and $1')
}

function readSources(section: RequestSection, keys: readonly string[], sources: DataSources, today: string): Slice[] {
  const spelled = new Map<string, string>()
  return keys.flatMap((key) => {
    const source = sources.find(key)
    if (source === null) {
      const meant = section.problemCount() < mostKept ? nearestWord(key, sources.names) : null
      const hint = meant === null ? '.' : `; did you mean \`${meant}\`?`
      const fix = `Write one of ${sources.names.join(', ')}.`
      section.complain('SOURCE_UNKNOWN', `No data source is called ${quote(key)}${hint}`, key, fix, 'key')
      return []
    }
    const other = spelled.get(source.name)
    spelled.set(source.name, key)
    if (other !== undefined) {
      const what = `\`${key}\` is the same data source as \`${other}\`, which stands here too.`
      section.complain('SOURCE_TWICE', what, key, undefined, 'key')
    }
    return readSelection({dataSource: source.name, kind: source.kind, parent: section, key, today})
  })
}

/** In the order of the file. More than a hundred help nobody; errors come before warnings then. */
function firstOf({problems, beyond, placeOf}: Findings): readonly Problem[] {
  const inOrder = problems.toSorted(byPlace)
  if (problems.length + beyond.count <= mostKept) return inOrder
  const shown = inOrder.filter(isError).slice(0, mostKept)
  const {file} = placeOf('')
  const what = `${problems.length + beyond.count - shown.length} more problems are not shown.`
  return [...shown, problemAt('MORE_PROBLEMS', {file, line: 1, column: 1, pointer: ''}, what)]
}
