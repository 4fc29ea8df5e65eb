import {jsonTokens, type JsonTokens} from './json-tokens.ts'
import {forbiddenKeys, maxDepth, maxNodes} from './limits.ts'
import type {ProblemList} from './problem-list.ts'
import {quote} from './section.ts'
import {escapePointer, newSpot, type PlaceAt, type Spot} from './spot.ts'

interface Frame {
  readonly isList: boolean
  readonly spot: Spot
  readonly pointer: () => string
  readonly put: (name: string, value: unknown) => void
  count: number
}

interface Read {
  readonly value: unknown
  readonly spot: Spot
}

const root = (): string => ''

/**
 * Strict JSON. `JSON.parse` decides what is valid; the walk finds what it hides: places, keys written twice, numbers that
 * change.
 * @returns null when the problems leave nothing to be read
 */
export function readJson(text: string, problems: ProblemList, placeAt: PlaceAt): Read | null {
  const found = walk(jsonTokens(text, problems), placeAt)
  if (found === null) return null
  try {
    JSON.parse(text)
  } catch {
    problems.add('JSON_SYNTAX', 0, root, 'JSON does not allow what this file holds.')
    return null
  }
  return found
}

/** Reads value after value with a stack of its own, so that no nesting can exhaust the call stack. */
function walk(tokens: JsonTokens, placeAt: PlaceAt): Read | null {
  const stack: Frame[] = []
  let whole: Read | null = null
  let nodes = 0
  for (;;) {
    const frame = stack.at(-1)
    if (frame !== undefined && tokens.skip(frame.isList ? ']' : '}')) {
      stack.pop()
      if (stack.length === 0) break
      continue
    }
    if (frame !== undefined && frame.count > 0 && !tokens.skip(',')) return tokens.fail('a comma or a closing bracket')
    const keyAt = tokens.at()
    const name = frame === undefined ? '' : frame.isList ? String(frame.count) : tokens.key(frame.pointer)
    if (name === null) return null
    const pointer = frame === undefined ? root : (): string => `${frame.pointer()}/${escapePointer(name)}`
    const spot = newSpot(keyAt, tokens.at())
    nodes += 1
    if (nodes > maxNodes) return tokens.refuse('FILE_TOO_COMPLEX', `The file has more than ${maxNodes} values.`)
    if (frame !== undefined) {
      if (!frame.isList) refuseKey(name, frame, keyAt, tokens, placeAt)
      if (!frame.spot.entries.has(name)) frame.spot.entries.set(name, spot)
      frame.count += 1
    }
    const isList = tokens.skip('[')
    const opened = isList || tokens.skip('{') ? collection(isList, spot, pointer) : null
    if (opened !== null && stack.length === maxDepth) {
      return tokens.refuse('FILE_TOO_DEEP', `Here the file is nested deeper than ${maxDepth} levels.`)
    }
    const read = opened ?? tokens.scalar(pointer)
    if (read === null) return tokens.fail('a value')
    if (frame === undefined) whole = {value: read.value, spot}
    else frame.put(name, read.value)
    if (opened !== null) stack.push(opened.frame)
    else if (frame === undefined) break
  }
  return tokens.isAtEnd() ? whole : tokens.fail('the end of the file')
}

function collection(
  isList: boolean,
  spot: Spot,
  pointer: () => string,
): {readonly value: unknown; readonly frame: Frame} {
  const list: unknown[] = []
  const record = Object.create(null) as Record<string, unknown>
  const put = (name: string, value: unknown): void => {
    if (isList) list.push(value)
    else record[name] = value
  }
  return {value: isList ? list : record, frame: {isList, spot, pointer, put, count: 0}}
}

function refuseKey(name: string, {pointer, spot}: Frame, at: number, tokens: JsonTokens, placeAt: PlaceAt): void {
  const here = (): string => `${pointer()}/${escapePointer(name)}`
  const first = spot.entries.get(name)
  if (forbiddenKeys.has(name)) {
    tokens.problems.add('KEY_FORBIDDEN', at, here, `${quote(name)} is reserved and cannot be a key.`)
  } else if (first !== undefined) {
    const {line} = placeAt(first.key, '')
    tokens.problems.add('KEY_TWICE', at, here, `The key ${quote(name)} stands here and in line ${line}.`)
  }
}
