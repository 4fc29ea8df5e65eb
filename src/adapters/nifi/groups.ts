import type {GroupChange, NewGroup, NifiGroup, NifiGroups} from '../../ports/nifi.ts'
import {componentOf, type Client, type Revision} from './client.ts'
import {isTrueAt, listAt, partAt, textAt, type Part} from './lenient-json.ts'

const pathOf = (id: string): string => `/process-groups/${encodeURIComponent(id)}`

export function groupsOf(client: Client): NifiGroups {
  async function read(id: string): Promise<NifiGroup | null> {
    const entity = await client.find(pathOf(id))
    return entity === null ? null : groupOf(entity)
  }

  /** The status is the one answer that names all groups at once; a search finds parts of names, and not all of them. */
  async function find(name: string): Promise<readonly NifiGroup[]> {
    const status = await client.get('/flow/process-groups/root/status?recursive=true')
    const ids = groupsBelow(partAt(status, 'processGroupStatus', 'aggregateSnapshot'))
      .filter((group) => textAt(group, 'name') === name)
      .map((group) => textAt(group, 'id'))
    const found = await Promise.all(ids.map(read))
    // The status may be older than a change of the name.
    return found.filter((group) => group?.name === name) as NifiGroup[]
  }

  async function create(parentId: string, {name, comments, position}: NewGroup): Promise<NifiGroup> {
    const component = {name, position: position ?? {x: 0, y: 0}}
    const entity = await client.post(`${pathOf(parentId)}/process-groups`, {revision: client.newRevision, component})
    const group = groupOf(entity)
    // NiFi 1.12 takes comments of a new group without a word and forgets them.
    return comments === undefined ? group : change(group.id, {comments})
  }

  async function change(id: string, wanted: GroupChange): Promise<NifiGroup> {
    const {parameterContextId, ...rest} = wanted
    const bound = parameterContextId === undefined ? {} : {parameterContext: {id: parameterContextId}}
    return client.change(pathOf(id), async (_, revision) =>
      groupOf(await client.put(pathOf(id), {revision, component: {id, ...rest, ...bound}})),
    )
  }

  async function remove(id: string): Promise<void> {
    if ((await client.find(pathOf(id))) === null) return
    await client.change(pathOf(id), (_, revision) => client.delete(`${pathOf(id)}?${queryOf(revision)}`))
  }

  return {find, read, create, change, remove}
}

/** Deletions have no body, so they carry the revision in the query. */
export const queryOf = ({version, clientId}: Revision): string =>
  new URLSearchParams({version: String(version), clientId}).toString()

/** @param snapshot of a group's status. @returns the snapshots of all groups in it, at any depth */
export const groupsBelow = (snapshot: unknown): readonly Part[] =>
  listAt(snapshot, 'processGroupStatusSnapshots')
    .map((entity) => partAt(entity, 'processGroupStatusSnapshot'))
    .flatMap((group) => [group, ...groupsBelow(group)])

function groupOf(entity: Part): NifiGroup {
  const component = componentOf(entity)
  const contextId = textAt(component, 'parameterContext', 'id')
  return {
    id: textAt(entity, 'id'),
    name: textAt(component, 'name'),
    parentId: textAt(component, 'parentGroupId'),
    comments: textAt(component, 'comments'),
    parameterContextId: contextId === '' ? null : contextId,
    isVersioned: Object.keys(partAt(component, 'versionControlInformation')).length > 0,
    isWritable: isTrueAt(entity, 'permissions', 'canWrite'),
  }
}
