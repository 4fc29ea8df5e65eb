import {describe, expect, it} from 'vitest'
import {
  nothingSeen,
  type FlowFacts,
  type SeenBulletin,
  type SeenProcessor,
  type SeenService,
} from '../../../../src/core/nifi/flow-facts.ts'
import {flowNames} from '../../../../src/core/nifi/flow-names.ts'
import {troublesOf} from '../../../../src/core/nifi/trouble.ts'
import {ReplayError} from '../../../../src/core/replay-error.ts'

const processor = (name: string, more: Partial<SeenProcessor> = {}): SeenProcessor => ({
  id: name,
  name,
  state: 'RUNNING',
  validation: 'VALID',
  problems: [],
  activeThreads: 0,
  ...more,
})
const service = (more: Partial<SeenService> = {}): SeenService => ({
  id: 'database',
  name: flowNames.services.database,
  state: 'ENABLED',
  validation: 'VALID',
  problems: [],
  ...more,
})
const bulletin = (source: string, message: string, at: string): SeenBulletin => ({
  level: 'ERROR',
  source,
  sourceId: source,
  message,
  at,
})
const {ask, deleteRows, fetchFile} = flowNames.processors
const well: FlowFacts = {
  ...nothingSeen('cqube-replay'),
  groups: 1,
  processors: [processor(ask), processor(deleteRows), processor(fetchFile)],
  services: [service()],
}
const awaited = {claims: 1, goingMs: 0, atWorkMs: 0}
const invalidService = {
  state: 'DISABLED',
  validation: 'INVALID',
  problems: ["'database-driver-locations' is invalid because Not a valid URL or file"],
}
const ofService = "'Database Connection Pooling Service' is invalid because Controller Service with ID 1 is disabled"

describe('what is wrong with the flow', () => {
  it('is nothing when all of it runs', () => {
    expect(troublesOf(well)).toEqual([])
    expect(troublesOf({...well, awaited})).toEqual([])
    expect(troublesOf(nothingSeen('cqube-replay'))).toEqual([])
  })

  const faults: readonly {readonly fault: string; readonly facts: Partial<FlowFacts>}[] = [
    {
      fault: 'NiFi is away',
      facts: {
        failure: new ReplayError(
          'NIFI_UNREACHABLE',
          'NiFi at http://nifi, GET /flow/about: nothing listens there (ECONNREFUSED). Nothing was sent.',
        ),
      },
    },
    {
      fault: 'NiFi lets us see nothing',
      facts: {
        failure: new ReplayError(
          'NIFI_PERMISSION_MISSING',
          'NiFi at http://nifi, GET /flow/status: HTTP 403, No. Nothing was changed.',
        ),
      },
    },
    {fault: 'no group', facts: {groups: 0, processors: []}},
    {fault: 'two groups', facts: {groups: 2, processors: []}},
    {fault: 'another flow', facts: {processors: [processor('')]}},
    {fault: 'a node is lost', facts: {cluster: {connected: 2, total: 3}}},
    {fault: 'all stopped', facts: {processors: [ask, deleteRows].map((name) => processor(name, {state: 'STOPPED'}))}},
    {
      fault: 'some stopped, some disabled',
      facts: {
        processors: [
          processor(ask, {state: 'STOPPED'}),
          processor(deleteRows, {state: 'STOPPED'}),
          processor(fetchFile, {state: 'DISABLED'}),
          processor('other'),
        ],
      },
    },
    {
      fault: 'an invalid processor',
      facts: {
        processors: [
          processor(ask),
          processor(fetchFile, {state: 'STOPPED', validation: 'INVALID', problems: ["'File to Fetch' is required."]}),
        ],
      },
    },
    {
      fault: 'an invalid service, and what names it',
      facts: {
        services: [service(invalidService)],
        processors: [
          processor(ask, {state: 'STOPPED', validation: 'INVALID', problems: [ofService]}),
          processor(fetchFile),
        ],
        notStarted: [
          {name: ask, why: ofService},
          {name: flowNames.services.database, why: 'whatever'},
        ],
      },
    },
    {fault: 'a service that is disabled', facts: {services: [service({state: 'DISABLED'})]}},
    {
      fault: 'a service that hangs',
      facts: {
        services: [service({state: 'ENABLING'})],
        bulletins: [
          bulletin(ask, "Cannot invoke method, because the Controller Service's State is currently ENABLING", '10:00'),
          bulletin(flowNames.services.database, 'Failed to invoke @OnEnabled method due to No driver', '10:01'),
        ],
      },
    },
    {
      fault: 'a start that left one out',
      facts: {
        processors: [processor(ask), processor(deleteRows, {state: 'STARTING'}), processor(fetchFile, {state: 'X'})],
        notStarted: [{name: fetchFile, why: 'NiFi leaves it STOPPED without a word'}],
      },
    },
    {fault: 'nobody asks', facts: {awaited: {claims: 0, goingMs: 42_000, atWorkMs: 0}}},
    {fault: 'given again and again', facts: {awaited: {claims: 3, goingMs: 200_000, atWorkMs: 0}}},
    {fault: 'at work for long', facts: {awaited: {claims: 1, goingMs: 200_000, atWorkMs: 190_000}}},
    {
      fault: 'failures wait',
      facts: {
        queues: [
          {name: flowNames.failedDeletions, queued: 2},
          {name: flowNames.unreadableAnswers, queued: 1},
          {name: 'answers', queued: 1},
        ],
      },
    },
    {
      fault: 'bulletins',
      facts: {
        bulletins: [
          bulletin(
            ask,
            'failed to process session due to Cannot create PoolableConnectionFactory (refused)',
            '10:00:01 UTC',
          ),
          bulletin(
            ask,
            'failed to process session due to Cannot create PoolableConnectionFactory (refused)',
            '10:00:03 UTC',
          ),
          bulletin(fetchFile, 'Could not fetch', '10:00:02 UTC'),
          {...bulletin('other', 'just so', '10:00:04 UTC'), level: 'INFO'},
        ],
      },
    },
  ]

  it('is said in full sentences, with what to do', () => {
    const told = Object.fromEntries(faults.map(({fault, facts}) => [fault, troublesOf({...well, ...facts})]))

    expect(Object.values(told).every((sentences) => sentences.length > 0)).toBe(true)
    expect(told).toMatchInlineSnapshot(`
      {
        "NiFi is away": [
          "NiFi at http://nifi, GET /flow/about: nothing listens there (ECONNREFUSED). Nothing was sent. Check the address of NiFi in the settings and that NiFi runs; then run again.",
        ],
        "NiFi lets us see nothing": [
          "NiFi at http://nifi, GET /flow/status: HTTP 403, No. Nothing was changed. Give this user the right named above in NiFi's policies (docs/nifi.md, Permissions).",
        ],
        "a node is lost": [
          "Only 2 of the 3 nodes of NiFi's cluster are connected. NiFi lets nobody change a flow meanwhile, and what a lost node held in its queues waits there: bring it back.",
        ],
        "a service that hangs": [
          "The controller service "Database of the ledger" is ENABLING and does not come further: NiFi tries to start it again and again, and fails. A bulletin says why; often the JDBC driver is not where the parameters say. Correct that by \`cqube-replay nifi install\`, and NiFi goes on by itself.",
          "NiFi says of "Database of the ledger" (10:01): "No driver".",
        ],
        "a service that is disabled": [
          "The controller service "Database of the ledger" is DISABLED: enable it in NiFi, or run \`cqube-replay nifi install\` again.",
        ],
        "a start that left one out": [
          "NiFi did not start "Fetch from the directory": "NiFi leaves it STOPPED without a word". Start it in NiFi, which may say more.",
        ],
        "all stopped": [
          "The flow is stopped: start the process group "cqube-replay" in NiFi, or let each run do it (\`nifi.trigger: run\`).",
        ],
        "an invalid processor": [
          "The processor "Fetch from the directory" is invalid and does not run: "'File to Fetch' is required". Correct it in NiFi, or run \`cqube-replay nifi install\` again.",
        ],
        "an invalid service, and what names it": [
          "The controller service "Database of the ledger" is invalid: "'database-driver-locations' is invalid because Not a valid URL or file". Correct it in NiFi, or what it is given by \`cqube-replay nifi install\`, which can be run again.",
        ],
        "another flow": [
          "The process group "cqube-replay" has no processor "Ask the ledger": it is empty, another flow, or this user may not see what is in it. Install the flow with \`cqube-replay nifi install\`, or give the user the right to view it.",
        ],
        "at work for long": [
          ""Delete the rows" has been at work for 3 minutes: millions of rows take that long; else it waits for a lock, whose holder pg_stat_activity shows.",
        ],
        "bulletins": [
          "NiFi says of "Fetch from the directory" (10:00:02 UTC): "Could not fetch".",
          "NiFi says of "Ask the ledger" (10:00:03 UTC): "Cannot create PoolableConnectionFactory (refused)".",
        ],
        "failures wait": [
          "2 FlowFiles wait in the queue "Failed deletions". Each is a deletion that failed, and the ledger knows why; none of them holds anything up. Empty the queue in NiFi once nobody wants to look at them.",
          "1 FlowFile waits in the queue "Unreadable answers": the ledger answered something that this flow does not know. Flow and ledger are of different versions: run \`cqube-replay db migrate\` and \`cqube-replay nifi install\`.",
        ],
        "given again and again": [
          "NiFi was given the deletion 3 times, and it has not ended: NiFi lost it on its way, failed, or is still at it.",
        ],
        "no group": [
          "NiFi has no process group "cqube-replay". Install the flow with \`cqube-replay nifi install\`.",
        ],
        "nobody asks": [
          "The flow runs, and for 42 seconds it has not asked the ledger for this deletion; nothing seems wrong with it. See in NiFi whether "Ask the ledger" works, and whether its database is the one that the runner uses.",
        ],
        "some stopped, some disabled": [
          "Of the flow "Ask the ledger" and "Delete the rows" do not run: start the process group "cqube-replay" in NiFi.",
          "Of the flow "Fetch from the directory" is disabled: enable and start what is disabled in NiFi.",
        ],
        "two groups": [
          "NiFi has 2 process groups "cqube-replay", and nobody can tell which of them is ours. Give the others another name.",
        ],
      }
    `)
  })

  it('is not that nobody asks while something else explains it, or for the first moment', () => {
    const unasked = {claims: 0, goingMs: 42_000, atWorkMs: 0}

    expect(troublesOf({...well, awaited: {...unasked, goingMs: 14_000}})).toEqual([])
    expect(troublesOf({...well, awaited: unasked, services: [service({state: 'DISABLED'})]})).toHaveLength(1)
  })
})
