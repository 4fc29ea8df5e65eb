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
        groupId: textAt(found, 'groupId'),
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
    rootGroupId: async () => textAt(await client.get('/flow/process-groups/root'), 'processGroupFlow', 'id'),
    search,
  }
}

/** Whether a version such as `1.15.3` or `2.0.0-M4` is that one or a later one. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [, ownMajor = '0', ownMinor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? []
  return Number(ownMajor) > major || (Number(ownMajor) === major && Number(ownMinor) >= minor)
}

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
