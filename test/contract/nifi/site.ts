import {randomBytes} from 'node:crypto'
import {expect} from 'vitest'
import type {NewGroup, Nifi, NifiGroup, Processor, Service} from '../../../src/ports/nifi.ts'
import type {NifiTarget} from '../../support/nifi-target.ts'
import {smallFlow} from './small-flow.ts'

/** More than NiFi takes for its next attempt to start a service that fails. */
export const waitMs = 40_000

/** One NiFi, and what the tests of the suite make in it. */
export interface Site {
  /** Two clients of the same NiFi. */
  readonly nifi: Nifi
  readonly other: Nifi
  readonly raw: NifiTarget['raw']
  newName(): string
  newGroup(rest?: Partial<NewGroup>): Promise<NifiGroup>
  /** A group with the small flow and a parameter context of the group's name. */
  installed(): Promise<NifiGroup>
  /** Lets `Generate` run until one FlowFile waits for `Hold`, which does not run. */
  generateOne(groupId: string): Promise<void>
  /** By name. */
  processorsOf(groupId: string): Promise<Readonly<Record<string, Processor>>>
  servicesOf(groupId: string): Promise<Readonly<Record<string, Service>>>
  /** Removes the groups that were made, with what runs and waits in them. */
  tidy(): Promise<void>
}

const byName = <T extends {readonly name: string}>(parts: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(parts.map((part) => [part.name, part]))

export function createSite(target: () => NifiTarget): Site {
  const made: NifiGroup[] = []
  const nifi = (): Nifi => target().nifi

  const site: Site = {
    get nifi() {
      return nifi()
    },
    get other() {
      return target().other
    },
    raw: (method, path, body) => target().raw(method, path, body),
    newName: () => `test ${randomBytes(4).toString('hex')}`,
    newGroup: async (rest = {}) => {
      const group = await nifi().groups.create(await nifi().server.rootGroupId(), {name: site.newName(), ...rest})
      made.push(group)
      return group
    },
    installed: async () => {
      const group = await site.newGroup()
      await nifi().flow.replace(group.id, smallFlow({contextName: group.name}))
      return group
    },
    generateOne: async (groupId) => {
      const generate = async () => (await site.processorsOf(groupId))['Generate']
      await expect.poll(async () => (await generate())?.validation, {timeout: waitMs}).toBe('VALID')
      const id = (await generate())?.id ?? ''
      await nifi().flow.run(id, 'RUNNING')
      await expect.poll(async () => (await nifi().watch.health(groupId)).queued, {timeout: waitMs}).toBe(1)
      await nifi().flow.run(id, 'STOPPED')
      await expect.poll(async () => (await generate())?.state, {timeout: waitMs}).toBe('STOPPED')
    },
    processorsOf: async (groupId) => byName((await nifi().watch.health(groupId)).processors),
    servicesOf: async (groupId) => byName(await nifi().services.list(groupId)),
    tidy: async () => {
      for (const group of made.splice(0)) await dispose(site, group)
    },
  }
  return site
}

async function dispose({nifi, raw}: Site, {id, name}: NifiGroup): Promise<void> {
  if ((await nifi.groups.read(id)) === null) return
  await nifi.flow.stop(id, waitMs)
  await nifi.services.disable(id, waitMs)
  await raw('POST', `/process-groups/${id}/empty-all-connections-requests`)
  await expect.poll(async () => (await nifi.watch.health(id)).queued, {timeout: waitMs}).toBe(0)
  await nifi.groups.remove(id)
  const context = await nifi.parameters.find(name)
  if (context !== null) await nifi.parameters.remove(context.id)
}
