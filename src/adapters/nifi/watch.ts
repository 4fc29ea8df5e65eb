import type {Bulletin, Checked, GroupHealth, NifiWatch, Processor, Queue, QueuedFlowFile} from '../../ports/nifi.ts'
import {complete} from './async-request.ts'
import {componentOf, type Client} from './client.ts'
import {groupsBelow} from './groups.ts'
import {isTrueAt, listAt, numberAt, partAt, textAt, textsAt, type Part} from './lenient-json.ts'
import {plainLine} from './plain-line.ts'

const listingMs = 30_000

export function watchOf(client: Client): NifiWatch {
  const statusOf = async (groupId: string): Promise<Part> =>
    partAt(
      await client.get(`/flow/process-groups/${encodeURIComponent(groupId)}/status?recursive=true`),
      'processGroupStatus',
      'aggregateSnapshot',
    )

  async function health(groupId: string): Promise<GroupHealth> {
    const [status, processors] = [await statusOf(groupId), await processorsOf(client, groupId)]
    return {
      queued: numberAt(status, 'flowFilesQueued'),
      activeThreads: threadsOf(status),
      queues: [status, ...groupsBelow(status)].flatMap(queuesOf),
      processors,
    }
  }

  /** All that NiFi has are asked for: it takes groups as a regular expression only, which grows too long for an address. */
  async function bulletins(groupId: string): Promise<readonly Bulletin[]> {
    const status = await statusOf(groupId)
    const ids = new Set([groupId, ...groupsBelow(status).map((group) => textAt(group, 'id'))])
    const board = await client.get('/flow/bulletin-board')
    return (
      listAt(board, 'bulletinBoard', 'bulletins')
        // Of a source that is gone, or that this user may not see, there is no text.
        .filter((entry) => ids.has(textAt(entry, 'groupId')) && isTrueAt(entry, 'canRead'))
        .map((entry) => bulletinOf(entry, client.secrets()))
        .toSorted((one, other) => one.id - other.id)
    )
  }

  async function queue(connectionId: string, most: number): Promise<readonly QueuedFlowFile[]> {
    const base = `/flowfile-queues/${encodeURIComponent(connectionId)}`
    const answer = await complete(client, {
      what: `listing the queue ${connectionId}`,
      start: () => client.post(`${base}/listing-requests`, null),
      path: (id) => `${base}/listing-requests/${id}`,
      key: 'listingRequest',
      idKey: 'id',
      endKey: 'finished',
      withinMs: listingMs,
    })
    const found = listAt(answer, 'listingRequest', 'flowFileSummaries').slice(0, most)
    const flowFiles: QueuedFlowFile[] = []
    for (const summary of found) {
      const node = textAt(summary, 'clusterNodeId')
      const path = `${base}/flowfiles/${encodeURIComponent(textAt(summary, 'uuid'))}`
      const entity = await client.find(node === '' ? path : `${path}?clusterNodeId=${encodeURIComponent(node)}`)
      // Null: it went on meanwhile.
      if (entity !== null) flowFiles.push(flowFileOf(summary, partAt(entity, 'flowFile', 'attributes')))
    }
    return flowFiles
  }

  return {health, bulletins, queue}
}

const threadsOf = (snapshot: unknown): number =>
  numberAt(snapshot, 'activeThreadCount') + numberAt(snapshot, 'terminatedThreadCount')

/** Of the group and all groups in it. */
export async function processorsOf(client: Client, groupId: string): Promise<readonly Processor[]> {
  const path = `/process-groups/${encodeURIComponent(groupId)}/processors?includeDescendantGroups=true`
  return listAt(await client.get(path), 'processors').map((entity) => ({
    ...checkedOf(entity, client.secrets()),
    state: textAt(componentOf(entity), 'state'),
    activeThreads: threadsOf(partAt(entity, 'status', 'aggregateSnapshot')),
    passedOn: numberAt(entity, 'status', 'aggregateSnapshot', 'flowFilesOut'),
  }))
}

/** What processors and services say alike. Of one that this user may not see, NiFi gives nothing but the id. */
export function checkedOf(entity: unknown, secrets: readonly string[]): Checked {
  const component = componentOf(entity)
  return {
    id: textAt(entity, 'id'),
    name: textAt(component, 'name'),
    type: textAt(component, 'type'),
    groupId: textAt(component, 'parentGroupId'),
    validation: textAt(component, 'validationStatus'),
    problems: textsAt(component, 'validationErrors').map((text) => plainLine(text, secrets)),
  }
}

const queuesOf = (group: Part): readonly Queue[] =>
  listAt(group, 'connectionStatusSnapshots')
    .map((entity) => partAt(entity, 'connectionStatusSnapshot'))
    .map((connection) => ({
      id: textAt(connection, 'id'),
      name: textAt(connection, 'name'),
      groupId: textAt(connection, 'groupId'),
      from: textAt(connection, 'sourceName'),
      to: textAt(connection, 'destinationName'),
      // The text `queuedCount` has separators.
      queued: numberAt(connection, 'flowFilesQueued'),
    }))

function bulletinOf(entry: unknown, secrets: readonly string[]): Bulletin {
  const bulletin = partAt(entry, 'bulletin')
  return {
    id: numberAt(entry, 'id'),
    level: textAt(bulletin, 'level'),
    source: textAt(bulletin, 'sourceName'),
    sourceId: textAt(entry, 'sourceId'),
    groupId: textAt(entry, 'groupId'),
    message: plainLine(withoutSource(textAt(bulletin, 'message')), secrets),
    at: textAt(bulletin, 'timestamp'),
  }
}

/** NiFi begins with the source as Java prints it, brackets in brackets: `ExecuteSQL[id=…] …`. */
function withoutSource(text: string): string {
  if (!/^\w+\[/.test(text)) return text
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '[') depth += 1
    else if (text[index] === ']') depth -= 1
    if (text[index] === ']' && depth === 0) return text.slice(index + 1).trim()
  }
  return text
}

const flowFileOf = (summary: unknown, attributes: Part): QueuedFlowFile => ({
  id: textAt(summary, 'uuid'),
  bytes: numberAt(summary, 'size'),
  queuedMs: numberAt(summary, 'queuedDuration'),
  isPenalized: isTrueAt(summary, 'penalized'),
  attributes: Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  ),
})
