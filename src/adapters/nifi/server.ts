import type {Found, NifiAbout, NifiServer} from '../../ports/nifi.ts'
import type {Client} from './client.ts'
import {isTrueAt, listAt, numberAt, partAt, partOf, textAt, textsAt} from './lenient-json.ts'
import {plainLine} from './plain-line.ts'

export function serverOf(client: Client): NifiServer {
  async function about(): Promise<NifiAbout> {
    const [version, summary] = [await client.get('/flow/about'), await client.get('/flow/cluster/summary')]
    const cluster = partAt(summary, 'clusterSummary')
    return {
      version: textAt(version, 'about', 'version'),
      cluster: isTrueAt(cluster, 'clustered')
        ? {connected: numberAt(cluster, 'connectedNodeCount'), total: numberAt(cluster, 'totalNodeCount')}
        : null,
    }
  }

  /** Each kind has a list of its own: `processorResults`, `controllerServiceNodeResults` … */
  async function search(text: string): Promise<readonly Found[]> {
    const results = partAt(await client.get(`/flow/search-results?q=${encodeURIComponent(text)}`), 'searchResultsDTO')
    return Object.entries(results).flatMap(([key, list]) =>
      (Array.isArray(list) ? (list as readonly unknown[]) : []).map((found) => ({
        kind: key.replace(/(Node)?Results$/, ''),
        id: textAt(found, 'id'),
        name: textAt(found, 'name'),
        // A parameter is in no group, and its context stands in the place of the one above it.
        groupId: textAt(found, 'groupId') || textAt(found, 'parentGroup', 'id'),
        matches: textsAt(found, 'matches').map((match) => plainLine(match, client.secrets())),
      })),
    )
  }

  return {
    about,
    user: async () => {
      const user = await client.get('/flow/current-user')
      return {identity: textAt(user, 'identity'), isAnonymous: isTrueAt(user, 'anonymous')}
    },
    rights: async () => {
      const [user, root] = [await client.get('/flow/current-user'), await client.get('/process-groups/root')]
      const restrictions = listAt(user, 'componentRestrictionPermissions')
      const files = restrictions.find((entry) => textAt(entry, 'requiredPermission', 'id') === 'read-filesystem')
      return {
        changeRoot: mayWrite(root, 'permissions'),
        changeContexts: mayWrite(user, 'parameterContextPermissions'),
        // Whoever may use all restricted components may use those of one kind, and NiFi does not name them then.
        readFiles: either(mayWrite(files, 'permissions'), mayWrite(user, 'restrictedComponentsPermissions')),
      }
    },
    rootGroupId: async () => textAt(await client.get('/flow/process-groups/root'), 'processGroupFlow', 'id'),
    search,
  }
}

const mayWrite = (entity: unknown, key: string): boolean | null => {
  const {canWrite} = partAt(entity, key)
  return typeof canWrite === 'boolean' ? canWrite : null
}

const either = (one: boolean | null, other: boolean | null): boolean | null =>
  one === true || other === true ? true : (one ?? other)

/** What is installed, of one list of types. */
export const installedTypes = async (client: Client, kind: 'processor' | 'controller-service') => {
  const key = kind === 'processor' ? 'processorTypes' : 'controllerServiceTypes'
  return listAt(await client.get(`/flow/${kind}-types`), key).map((entry) => ({
    type: textAt(entry, 'type'),
    bundle: bundleAt(entry),
    apis: listAt(entry, 'controllerServiceApis').map((api) => ({type: textAt(api, 'type'), bundle: bundleAt(api)})),
  }))
}

const bundleAt = (value: unknown) => {
  const bundle = partAt(partOf(value), 'bundle')
  return {group: textAt(bundle, 'group'), artifact: textAt(bundle, 'artifact'), version: textAt(bundle, 'version')}
}
