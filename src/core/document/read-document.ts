import type {Place, Problem} from '../problem.ts'
import {codePointName, decode, hiddenCharacterIn} from './document-text.ts'
import {readJson} from './json-document.ts'
import {maxBytes} from './limits.ts'
import {problemAt} from './problem-at.ts'
import {problemList} from './problem-list.ts'
import {newSpot, placesIn, spotOf, type Spot} from './spot.ts'
import {readYaml} from './yaml-document.ts'

/** `value` is undefined exactly when there are problems. */
export interface ReadDocument {
  /** Records without a prototype. In YAML every scalar is its exact text; JSON keeps its types. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** @param pointer of a key that is not there: the place of the mapping that lacks it */
  readonly placeOf: (pointer: string, of?: 'key' | 'value') => Place
}

/**
 * Reads a file that an administrator wrote: `.json` as strict JSON, everything else as YAML 1.2 in which a scalar is its
 * text (`01`, `NO`, `03052315462389`). At most 256 KiB, 16 levels and 20,000 values; no aliases, tags, second documents,
 * repeated keys or invisible characters. Never throws, and takes time in proportion to the file.
 * @param file its name decides the format, and stands in the places
 */
export function readDocument(bytes: Uint8Array, file: string): ReadDocument {
  if (bytes.length > maxBytes) {
    const what = `The file has ${bytes.length} bytes; the most that is read is ${maxBytes}.`
    return {
      value: undefined,
      problems: [problemAt('FILE_TOO_LARGE', {file, line: 1, column: 1, pointer: ''}, what)],
      placeOf: placeWithin(placesIn(file, ''), newSpot(0, 0)),
    }
  }
  const {text, lostAt} = decode(bytes)
  const placeAt = placesIn(file, text)
  const problems = problemList(placeAt)
  const root = (): string => ''
  if (lostAt !== -1) problems.add('FILE_NOT_UTF8', lostAt, root, 'A character here cannot be read as UTF-8.')
  const hidden = hiddenCharacterIn(text)
  if (hidden !== -1) {
    const what = `The character ${codePointName(text, hidden)} stands here, which nobody can see.`
    problems.add('HIDDEN_CHARACTER', hidden, root, what)
  }
  const read = problems.isEmpty() ? (file.endsWith('.json') ? readJson : readYaml)(text, problems, placeAt) : null
  const isReadable = read !== null && problems.isEmpty()
  return {
    value: isReadable ? read.value : undefined,
    problems: problems.all(),
    placeOf: placeWithin(placeAt, read?.spot ?? newSpot(0, 0)),
  }
}

function placeWithin(placeAt: ReturnType<typeof placesIn>, root: Spot): ReadDocument['placeOf'] {
  return (pointer, of = 'value') => {
    const {spot, exact} = spotOf(root, pointer)
    return placeAt(of === 'key' || !exact ? spot.key : spot.value, pointer)
  }
}
