import {readCatalogueFile} from '../catalogue/catalogue-file.ts'
import {problemAt} from '../document/problem-at.ts'
import type {ProblemExample} from '../problem-entry.ts'
import type {Problem} from '../problem.ts'
import {ranAndEdited, ranAndRemoved, withdrawn} from '../request/change-problems.ts'
import {judgeEntry} from '../request/file-names.ts'
import {overlaps} from '../request/overlaps.ts'
import {readRequest} from '../request/read-request.ts'
import type {ReplayRequest} from '../request/request.ts'
import {readSettings} from '../settings/read-settings.ts'

/** The day on which the examples are read. */
const context = {today: '2026-11-24', addedSources: {}}
const folder = 'replay-requests/'

const bytesOf = ({text, encoding}: ProblemExample): Uint8Array => Buffer.from(text ?? '', encoding ?? 'utf8')

function requestOf(file: string, text: string): ReplayRequest {
  const {request} = readRequest(Buffer.from(text), file, context)
  if (request === null) throw new Error(`The example ${file} is no request.`)
  return request
}

function problemsOfRequest(example: ProblemExample): readonly Problem[] {
  const {file, text, kind = 'file', beside, before} = example
  const refusal = judgeEntry(kind, file.slice(folder.length))
  if (refusal !== null) return [problemAt(refusal.code, {file, line: 1, column: 1, pointer: ''}, refusal.what)]
  if (beside !== undefined)
    return overlaps([beside, {file, text: text ?? ''}].map((each) => requestOf(each.file, each.text)))
  if (before === undefined) return readRequest(bytesOf(example), file, context).problems
  const former = {path: file, request: requestOf(file, before.text)}
  if (text !== null) return before.runId === null ? [] : [ranAndEdited(former, requestOf(file, text), before.runId)]
  return [before.runId === null ? withdrawn(former) : ranAndRemoved(former, before.runId)]
}

/** What the program says of an example, in words that cannot differ from those of a real file. */
export function problemsOfExample(example: ProblemExample): readonly Problem[] {
  if (example.file.startsWith(folder)) return problemsOfRequest(example)
  const read = example.file === 'cqube-replay.yaml' ? readSettings : readCatalogueFile
  return read(bytesOf(example), example.file).problems
}
