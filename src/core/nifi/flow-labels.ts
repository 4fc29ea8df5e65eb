import {groupId, type Position} from './flow-parts.ts'

export interface FlowLabel {
  readonly identifier: string
  readonly label: string
  readonly position: Position
  readonly width: number
  readonly height: number
  readonly [key: string]: unknown
}

/** Of 16 px, as browsers set it. */
const [characterWidth, lineHeight] = [8, 22]

const label = (identifier: string, {x, y}: Position, lines: readonly string[]): FlowLabel => ({
  identifier,
  label: lines.join('\n'),
  position: {x, y},
  width: Math.max(...lines.map(({length}) => length)) * characterWidth + 30,
  height: lines.length * lineHeight + 30,
  style: {'font-size': '16px', 'background-color': '#fff7d7'},
  componentType: 'LABEL',
  groupIdentifier: groupId,
})

/** What whoever opens the canvas has to know, read from the top. */
export const flowLabels: readonly FlowLabel[] = [
  label('about', {x: -260, y: -260}, [
    'cqube-replay: deletes what a reviewed, merged request asks for.',
    '',
    'The ledger (schema cqube_replay in the database of cQube) decides',
    'which rows are deleted, and whether they still may be. This group',
    'asks it, fetches the document, and calls one function. A deletion',
    'happens once, however often it comes by here.',
  ]),
  label('change', {x: 360, y: -260}, [
    'Change nothing by hand: `cqube-replay nifi install` writes',
    'this group, and writes it again.',
    '',
    'What is special to this site is in the parameter context',
    '"cqube-replay": database, emission store, keys.',
  ]),
  label('stop', {x: 900, y: -260}, [
    'To stop at once: `cqube-replay pause`. The ledger then gives',
    'out nothing, and no run is started.',
    '',
    'What is under way ends whole or not at all. It is safe to',
    'stop, start, kill and restart NiFi at any time.',
  ]),
  label('failure', {x: 1220, y: 700}, [
    'A deletion happens whole or not at all, and the ledger knows',
    'whether it did. It is told of each failure.',
    '',
    'Refused (rows changed, voided, no right): a person decides;',
    'it is not given out again.',
    'Passing trouble (store or database away, a lock): the ledger',
    'gives it out again by itself.',
  ]),
  label('queue', {x: 1220, y: 1880}, [
    '"Failed deletions" is for people: the attribute "failure"',
    'of each FlowFile says why. The ledger holds the record, so',
    'nothing is lost when this queue is emptied; look at',
    '`cqube-replay nifi status` first.',
  ]),
]
