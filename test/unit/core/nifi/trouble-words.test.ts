import {describe, expect, it} from 'vitest'
import {gistOf, quoted, spanOf} from '../../../../src/core/nifi/trouble-words.ts'

describe('the gist of a bulletin', () => {
  it('is the reason, without flow files, ids and what NiFi does next', () => {
    const gists = [
      'Unable to execute SQL select query select 1 for StandardFlowFileRecord[uuid=5,claim=StandardContentClaim [resourceClaim=StandardResourceClaim[id=1], offset=9],name=5] due to ERROR: [CQ002] The deletion was voided; nothing was deleted.; routing to failure',
      'ExecuteSQL[id=4] failed to process session due to java.sql.SQLException: FATAL: ending due to a command; Processor Administratively Yielded for 1 sec: java.sql.SQLException',
      'failed due to SQLException: Connection refused.. No FlowFile to route to failure: org.apache.nifi.ProcessException: SQLException: Connection refused.',
      'Unable to execute SQL select query [select 1]. No FlowFile to route to failure: org.apache.nifi.ProcessException: refused',
      'Unable to execute SQL select query [select 1]. No FlowFile to route to failure - Caused by: ProcessException: Connection to 127.0.0.1:9 refused.',
    ].map(gistOf)

    expect(gists).toEqual([
      'ERROR: [CQ002] The deletion was voided; nothing was deleted.',
      'SQLException: FATAL: ending due to a command',
      'SQLException: Connection refused.',
      'Unable to execute SQL select query [select 1]: ProcessException: refused',
      'Unable to execute SQL select query [select 1] - Caused by: ProcessException: Connection to 127.0.0.1:9 refused.',
    ])
    expect(gistOf('x'.repeat(400))).toHaveLength(301)
  })
})

describe('words', () => {
  it('quote what others said, without their full stop', () => {
    expect([quoted(['One.']), quoted(['one', 'two', 'three'])]).toEqual(['"One"', '"one", "two" and "three"'])
  })

  it('round a span down', () => {
    expect([1_999, 59_999, 60_000, 3_600_000].map(spanOf)).toEqual(['1 second', '59 seconds', '1 minute', '60 minutes'])
  })
})
