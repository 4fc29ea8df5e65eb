import type {Left, NifiServices, Service} from '../../ports/nifi.ts'
import {componentOf, isConflict, reasonOf, type Client} from './client.ts'
import {listAt, textAt} from './lenient-json.ts'
import {plainLine} from './plain-line.ts'
import {until} from './until.ts'
import {checkedOf} from './watch.ts'

/** How long after the last change a service that is invalid may still become valid, by another one that was enabled. */
const settleMs = 2_000

export function servicesOf(client: Client): NifiServices {
  async function list(groupId: string): Promise<readonly Service[]> {
    const query = 'includeAncestorGroups=false&includeDescendantGroups=true'
    const path = `/flow/process-groups/${encodeURIComponent(groupId)}/controller-services?${query}`
    return listAt(await client.get(path), 'controllerServices').map((entity) => ({
      ...checkedOf(entity, client.secrets()),
      state: textAt(componentOf(entity), 'state'),
    }))
  }

  /** One by one: all at once, NiFi up to 2.6 takes the invalid ones as well, and tries them for ever. */
  async function enableOne(id: string): Promise<string | null> {
    const path = `/controller-services/${encodeURIComponent(id)}`
    return refusalOf(() =>
      client.change(path, (_, revision) => client.put(`${path}/run-status`, {revision, state: 'ENABLED'})),
    )
  }

  async function enable(groupId: string, withinMs: number): Promise<readonly Left[]> {
    const refusals = new Map<string, string | null>()
    let seen = ''
    let seenAt = client.clock.now().getTime()
    const left = await until(client, withinMs, async (isLast) => {
      const services = await list(groupId)
      const now = client.clock.now().getTime()
      const seeing = services.map(({id, state, validation}) => `${id} ${state} ${validation}`).join()
      if (seeing !== seen) [seen, seenAt] = [seeing, now]
      const missing = services.filter(({state}) => state !== 'ENABLED')
      const isHopeless =
        now - seenAt >= settleMs &&
        missing.every(({state, validation}) => state === 'DISABLED' && validation === 'INVALID')
      if (missing.length === 0 || isHopeless || isLast)
        return missing.map((service) => leftOf(service, refusals.get(service.id) ?? null))
      for (const {id, state, validation} of missing)
        if (state === 'DISABLED' && validation === 'VALID') refusals.set(id, await enableOne(id))
      return null
    })
    return left ?? []
  }

  async function disable(groupId: string, withinMs: number): Promise<readonly Left[]> {
    const path = `/flow/process-groups/${encodeURIComponent(groupId)}/controller-services`
    let refusal: string | null = null
    const left = await until(client, withinMs, async (isLast) => {
      const missing = (await list(groupId)).filter(({state}) => state !== 'DISABLED')
      if (missing.length === 0 || isLast) return missing.map((service) => leftOf(service, refusal))
      if (missing.some(({state}) => state !== 'DISABLING'))
        refusal = await refusalOf(() => client.put(path, {id: groupId, state: 'DISABLED'}))
      return null
    })
    return left ?? []
  }

  return {list, enable, disable}
}

/** @returns NiFi's words when the state of something is in the way */
async function refusalOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (isConflict(error)) return reasonOf(error)
    throw error
  }
}

function leftOf({id, name, state, problems}: Service, refusal: string | null): Left {
  const why = refusal ?? (problems.length > 0 ? problems.join('; ') : `NiFi leaves it ${state}; its bulletins say why`)
  return {id, name, why: plainLine(why)}
}
