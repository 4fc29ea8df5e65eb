import {Composer, isMap, isScalar, isSeq, Schema, type Document, type ErrorCode, type ParsedNode} from 'yaml'
import {codePointName, hiddenCharacterIn} from './document-text.ts'
import {forbiddenKeys} from './limits.ts'
import {readPlainYaml} from './plain-yaml.ts'
import type {ProblemList} from './problem-list.ts'
import {scanYaml} from './scan-yaml.ts'
import {quote} from './section.ts'
import {escapePointer, newSpot, type PlaceAt, type Spot} from './spot.ts'
import {lexemesOf} from './yaml-lexemes.ts'
import {yamlSyntaxSentence} from './yaml-syntax.ts'

/** One for all files: making it costs more than reading a small one. */
const schema = new Schema({schema: 'failsafe', merge: false, resolveKnownTags: false})

/** uniqueKeys is off because the library compares each key with all before it, 14 s for 50,000; the copy uses a set. */
const options = {version: '1.2', schema, strict: true, stringKeys: true, uniqueKeys: false} as const

/** What the library says of tags, aliases and directives; the pre-scan has told of each. */
const consequences: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'TAG_RESOLVE_FAILED',
  'MULTIPLE_TAGS',
  'MULTIPLE_ANCHORS',
  'BAD_ALIAS',
  'ALIAS_PROPS',
  'BAD_PROP_ORDER',
  'BAD_DIRECTIVE',
  'NON_STRING_KEY',
])

const root = (): string => ''

type Read = {readonly value: unknown; readonly spot: Spot} | null

/** @returns null when the problems leave nothing to be read */
export function readYaml(text: string, problems: ProblemList, placeAt: PlaceAt): Read {
  const lexemes = lexemesOf(text, problems)
  return lexemes && (readPlainYaml(lexemes) ?? readParsedYaml(text, lexemes, problems, placeAt))
}

/** Anything that YAML allows, and whatever else a file may hold. */
export function readParsedYaml(
  text: string,
  lexemes: readonly string[],
  problems: ProblemList,
  placeAt: PlaceAt,
): Read {
  const tokens = scanYaml(lexemes, problems)
  if (tokens === null) return null
  const documents: Document.Parsed[] = [...new Composer(options).compose(tokens, true, text.length)]
  const isIndirect = !problems.isEmpty()
  for (const {code, pos} of documents.flatMap(({errors, warnings}) => [...errors, ...warnings])) {
    if (isIndirect && consequences.has(code)) continue
    problems.add(code === 'NON_STRING_KEY' ? 'KEY_NOT_A_TEXT' : 'YAML_SYNTAX', pos[0], root, yamlSyntaxSentence(code))
  }
  if (!problems.isEmpty()) return null
  const contents = documents[0]?.contents ?? null
  if (contents === null || (isScalar(contents) && contents.value === '')) {
    problems.add('FILE_EMPTY', 0, root, 'The file holds nothing but comments and blank lines.')
    return null
  }
  const spot = newSpot(contents.range[0], contents.range[0])
  return {value: copy(contents, spot, root, {problems, placeAt}), spot}
}

interface Reading {
  readonly problems: ProblemList
  readonly placeAt: PlaceAt
}

/** Copies to records without a prototype. The pre-scan has bounded the depth, and there are no aliases left. */
function copy(node: ParsedNode | null, spot: Spot, pointer: () => string, reading: Reading): unknown {
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      const of = newSpot(item.range[0], item.range[0])
      spot.entries.set(String(index), of)
      return copy(item, of, () => `${pointer()}/${index}`, reading)
    })
  }
  if (isMap(node)) return copyMap(node.items, spot, pointer, reading)
  if (!isScalar(node)) return ''
  const text = String(node.value)
  // What is written out was looked at before; only escapes can still bring one in.
  if (node.type === 'QUOTE_DOUBLE') refuseEscaped(text, node.range[0], pointer, reading)
  return text
}

type MapItems = Extract<ParsedNode, {items: {key: unknown}[]}>['items']

function copyMap(items: MapItems, spot: Spot, pointer: () => string, reading: Reading): Record<string, unknown> {
  const record = Object.create(null) as Record<string, unknown>
  for (const {key, value} of items) {
    const name = isScalar(key) ? String(key.value) : ''
    const of = newSpot(key.range[0], value?.range[0] ?? key.range[1])
    const here = (): string => `${pointer()}/${escapePointer(name)}`
    const first = spot.entries.get(name)
    if (isScalar(key) && key.type === 'QUOTE_DOUBLE') refuseEscaped(name, of.key, pointer, reading)
    if (forbiddenKeys.has(name)) {
      reading.problems.add('KEY_FORBIDDEN', of.key, here, `${quote(name)} is reserved and cannot be a key.`)
    } else if (first !== undefined) {
      const {line} = reading.placeAt(first.key, '')
      reading.problems.add('KEY_TWICE', of.key, here, `The key ${quote(name)} stands here and in line ${line}.`)
    } else {
      spot.entries.set(name, of)
      record[name] = copy(value, of, here, reading)
    }
  }
  return record
}

function refuseEscaped(text: string, at: number, pointer: () => string, {problems}: Reading): void {
  const found = hiddenCharacterIn(text)
  if (found === -1) return
  const what = `An escape stands for ${codePointName(text, found)}, which nobody can see.`
  problems.add('HIDDEN_CHARACTER', at, pointer, what, 'Remove the escape.')
}
