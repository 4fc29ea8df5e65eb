import {processor, type FlowProcessor, type Position} from './flow-parts.ts'
import type {FlowProcessorId} from './flow-names.ts'
import {bound, integer, text, withoutState} from './sql-arguments.ts'

const updateAttribute = {
  type: 'org.apache.nifi.processors.attributes.UpdateAttribute',
  artifact: 'nifi-update-attribute-nar',
}

/** The code of failures of which PostgreSQL said none. */
const failureCode = 'NIFI'

/** @param sentence in NiFi's expression language, on one line */
const cause = (id: FlowProcessorId, at: Position, says: string, sentence: string): FlowProcessor =>
  processor({id, says, ...updateAttribute, at, properties: {...withoutState, failure: sentence}})

const document = "document ${'object key'}"
/** NiFi 1.12 keeps this to its log. */
const s3Says =
  "${s3.errorMessage:isEmpty():ifElse('its bulletins and its log say why', ${s3.errorCode:append(', '):append(${s3.errorMessage})})}"

/** What becomes of a deletion that failed: a sentence, a record in the ledger, a place in the queue. */
export const failureProcessors: readonly FlowProcessor[] = [
  cause(
    'notFound',
    {x: 780, y: 700},
    'Says what went wrong: the file is missing, or the directory is another one on this machine.',
    `The ${document} is not in the emission directory that NiFi reads.`,
  ),
  cause(
    'notReadable',
    {x: 780, y: 880},
    "Says what went wrong: NiFi's account may not read the file.",
    `NiFi may not read the ${document} in the emission directory.`,
  ),
  cause(
    'notFetched',
    {x: 780, y: 1060},
    'Says what went wrong: the store is away, the bucket or the keys are wrong, or the object is missing.',
    `The emission store did not give NiFi the ${document}: ${s3Says}.`,
  ),
  cause(
    'notJson',
    {x: 780, y: 1260},
    'Says what went wrong: what lies in the store is not what was emitted.',
    `The ${document} in the emission store is no JSON.`,
  ),
  cause(
    'notDeleted',
    {x: 780, y: 1740},
    'Says what went wrong, in the words of PostgreSQL. Whether the deletion happened all the same, the ledger knows.',
    // Its first line: those behind it may quote a row.
    "PostgreSQL did not execute the deletion: ${executesql.error.message:substringBefore('\\n')}",
  ),
  processor({
    id: 'bindFailure',
    says: 'Makes run id, document number, data source and the sentence arguments of the call.',
    ...updateAttribute,
    at: {x: 1300, y: 1060},
    properties: bound(
      [
        text("${'run id'}"),
        integer("${'document number'}"),
        text("${'data source'}"),
        text(failureCode),
        text('${failure}'),
      ],
      ['executesql\\.error\\.message'],
    ),
  }),
  processor({
    id: 'record',
    says: 'Tells the ledger. The runner reads it there and says it in its report. As long as PostgreSQL is away, it is tried again every ten seconds.',
    type: 'org.apache.nifi.processors.standard.ExecuteSQL',
    artifact: 'nifi-standard-nar',
    at: {x: 1300, y: 1400},
    penalty: '10 sec',
    properties: {
      // A column without a value is more than the writer of the result can take.
      'SQL select query': 'select true as recorded from cqube_replay.record_failure(?, ?, ?, ?, ?)',
      'Max Wait Time': '30 secs',
    },
    services: {'Database Connection Pooling Service': 'database'},
  }),
]
