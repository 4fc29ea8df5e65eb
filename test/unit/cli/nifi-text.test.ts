import {describe, expect, it} from 'vitest'
import {installedText} from '../../../src/cli/nifi/install.ts'
import {flowStatusText} from '../../../src/cli/nifi/status.ts'
import {triggeredText} from '../../../src/cli/nifi/trigger.ts'
import {question, uninstalledText} from '../../../src/cli/nifi/uninstall.ts'
import type {Installed} from '../../../src/commands/nifi/install.ts'
import type {FlowStatus} from '../../../src/commands/nifi/status.ts'

const nifi = {address: 'https://nifi:8443', group: 'cqube-replay', trigger: 'run'} as const
const installed: Installed = {
  nifiVersion: '1.12.1',
  flow: '1a2b3c4d',
  groupId: '7f1c',
  acts: [
    'Set the parameters bucket',
    'Install the flow 1a2b3c4d in place, since it holds the flow 0a0b0c0d of cqube-replay 0.1.0',
  ],
  doubts: ['NiFi is told to find the database at jdbc:postgresql://localhost:5432/c, which is its own machine.'],
  keepsSecrets: true,
  isAnswered: true,
  runs: false,
}

describe('nifi install', () => {
  it('says what was done, and what may be wrong', () => {
    expect(installedText(installed, nifi, false)).toMatchInlineSnapshot(`
      "Done in the group "cqube-replay" of NiFi 1.12.1 at https://nifi:8443:
        - Set the parameters bucket.
        - Install the flow 1a2b3c4d in place, since it holds the flow 0a0b0c0d of cqube-replay 0.1.0.

      It asked the ledger, and got an answer.
      The flow is stopped: each run starts it for its own time (\`nifi.trigger: run\`).
      NiFi keeps the passwords and keys that it has; \`--secrets\` sends them anew.
      Look at this: NiFi is told to find the database at jdbc:postgresql://localhost:5432/c, which is its
      own machine.
      "
    `)
  })

  it('says what would be done', () => {
    expect(installedText({...installed, doubts: [], isAnswered: null}, nifi, true)).toMatchInlineSnapshot(`
      "To do in the group "cqube-replay" of NiFi 1.12.1 at https://nifi:8443:
        - Set the parameters bucket.
        - Install the flow 1a2b3c4d in place, since it holds the flow 0a0b0c0d of cqube-replay 0.1.0.

      Nothing was changed.
      NiFi keeps the passwords and keys that it has; \`--secrets\` sends them anew.
      "
    `)
  })

  it('says that nothing is to be done', () => {
    const nothing = {...installed, acts: [], doubts: [], isAnswered: null, keepsSecrets: false, runs: true}

    expect(installedText(nothing, nifi, false)).toMatchInlineSnapshot(`
      "Nothing is to be done: the group "cqube-replay" of NiFi 1.12.1 at https://nifi:8443 has the flow
      1a2b3c4d as it should be.
      The flow runs.
      By \`nifi.trigger: run\` it need not: if no run is under way, stop the group in NiFi.
      "
    `)
  })
})

const part = (name: string, state: string, problems: readonly string[] = []) => ({name, state, problems})
const status: FlowStatus = {
  address: 'https://nifi:8443',
  nifiVersion: '2.6.0',
  cluster: {connected: 3, total: 3},
  user: 'replay',
  group: {
    id: '7f1c',
    name: 'cqube-replay',
    mark: {flow: '1a2b3c4d', program: '0.1.0', wanted: 'x', nifi: '2.6.0', held: 'y'},
  },
  flow: '1a2b3c4d',
  trigger: 'schedule',
  services: [part('Database of the ledger', 'ENABLED')],
  processors: [part('Ask the ledger', 'RUNNING'), part('Delete the rows', 'STOPPED', ["'SQL' is missing"])],
  queues: [{name: 'Failed deletions', queued: 1}],
  waiting: [
    {
      queue: 'Failed deletions',
      runId: '20261101T163000Z-4f2a',
      documentNo: '1',
      dataSource: 'crc',
      failure: 'The document is not in the emission directory that NiFi reads.',
      waitedMs: 120_000,
    },
  ],
  bulletins: [],
  troubles: ['The processor "Delete the rows" is invalid and does not run: "\'SQL\' is missing". Correct it in NiFi.'],
  isHeldUp: true,
}

describe('nifi status', () => {
  it('shows what is odd, what waits and what is wrong', () => {
    expect(flowStatusText(status)).toMatchInlineSnapshot(`
      "NiFi 2.6.0 at https://nifi:8443, a cluster, 3 of 3 nodes connected; it takes us for "replay".
      Group "cqube-replay" (7f1c): flow 1a2b3c4d, installed by cqube-replay 0.1.0. 1 of 2 processors run.
      In its queues: Failed deletions 1.

      PART       NAME                    STATE
      service    Database of the ledger  ENABLED
      processor  Delete the rows         STOPPED, invalid

      What waits for a person:
        - crc, document 1 of run 20261101T163000Z-4f2a, for 2 minutes: The document is not in the emission
          directory that NiFi reads.

      What is wrong:
        - The processor "Delete the rows" is invalid and does not run: "'SQL' is missing". Correct it in
          NiFi.
      "
    `)
  })

  it('is short where the flow waits for a run, and where there is none', () => {
    const waiting = {
      ...status,
      cluster: null,
      trigger: 'run',
      processors: [part('Ask the ledger', 'STOPPED')],
      queues: [],
      waiting: [],
      troubles: [],
    } as const

    expect(flowStatusText(waiting)).toMatchInlineSnapshot(`
      "NiFi 2.6.0 at https://nifi:8443, alone; it takes us for "replay".
      Group "cqube-replay" (7f1c): flow 1a2b3c4d, installed by cqube-replay 0.1.0. It is stopped until a run starts it.
      Its queues are empty.

      PART     NAME                    STATE
      service  Database of the ledger  ENABLED

      Nothing is wrong.
      "
    `)
    expect(flowStatusText({...waiting, group: null, troubles: ['NiFi has no process group "cqube-replay".']}))
      .toMatchInlineSnapshot(`
      "NiFi 2.6.0 at https://nifi:8443, alone; it takes us for "replay".

      What is wrong:
        - NiFi has no process group "cqube-replay".
      "
    `)
  })
})

describe('nifi trigger and uninstall', () => {
  it('say how it ended', () => {
    expect(triggeredText({ranAlready: false, onTheWay: 0, failed: 0})).toMatchInlineSnapshot(`
      "NiFi asked the ledger, and nothing is on its way any more.
      What was stopped before is stopped again.
      "
    `)
    expect(triggeredText({ranAlready: true, onTheWay: 1, failed: 2})).toMatchInlineSnapshot(`
      "NiFi asked the ledger, and 1 FlowFile is still on the way: a large deletion, or one that waits for a lock.
      2 deletions failed: \`cqube-replay nifi status\` says why.
      The flow runs by itself, as before.
      "
    `)
    expect(question('cqube-replay', '7f1c', nifi)).toMatchInlineSnapshot(`
      "This removes the group "cqube-replay" (7f1c) with the flow in it from NiFi at https://nifi:8443.
      Until it is installed again, NiFi deletes nothing for this program.
      Type the name of the group to go on: "
    `)
    expect(uninstalledText({groupId: '7f1c', contextId: '9a20'}, nifi)).toMatchInlineSnapshot(`
      "Removed from NiFi at https://nifi:8443: the group "cqube-replay" (7f1c) and the parameter context "cqube-replay" (9a20).
      "
    `)
    expect(uninstalledText({groupId: null, contextId: null}, nifi)).toMatchInlineSnapshot(`
      "NiFi at https://nifi:8443 has no group "cqube-replay": nothing is to be removed.
      "
    `)
  })
})
