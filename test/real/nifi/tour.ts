import {expect} from 'vitest'
import type {Nifi} from '../../../src/ports/nifi.ts'
import {isAtLeast} from '../../../src/core/nifi/version.ts'
import {createSite, waitMs, type Site} from '../../contract/nifi/site.ts'
import {smallFlow} from '../../contract/nifi/small-flow.ts'
import {startNifiRecorder, type Exchange} from '../../support/nifi-recorder.ts'
import {nifiTarget} from '../../support/nifi-target.ts'

/**
 * All that our client asks of a NiFi, what it refuses included.
 * @returns each request and its answer
 */
export async function tourOf(address: string): Promise<readonly Exchange[]> {
  const recorder = await startNifiRecorder(address)
  const target = nifiTarget(recorder.address, () => recorder.close())
  const site = createSite(() => target)
  await look(target.nifi)
  await changeGroups(site)
  await changeParameters(site)
  const group = await site.installed()
  await site.generateOne(group.id)
  await runFlow(target.nifi, group.id)
  await runServices(target.nifi, group.id)
  await beRefused(site, group.id)
  await site.tidy()
  await target.stop()
  return recorder.exchanges
}

/** A group for nipyapi: the small flow, one FlowFile in its queue, and a bulletin of a service that does not start. */
export async function exhibitIn(site: Site): Promise<string> {
  const group = await site.installed()
  await site.generateOne(group.id)
  await site.nifi.services.enable(group.id, 1_000)
  await expect.poll(() => site.nifi.watch.bulletins(group.id), {timeout: waitMs}).not.toEqual([])
  await site.nifi.services.disable(group.id, waitMs)
  return group.name
}

/** What nipyapi is to see in it, and to make of it. */
export const exhibited = {
  isClustered: false,
  user: 'anonymous',
  found: ['Pool'],
  bundles: ['nifi-standard-nar', 'nifi-dbcp-service-nar'],
  processors: {Generate: 'STOPPED', Hold: 'STOPPED', Unfinished: 'STOPPED'},
  services: {Credentials: 'DISABLED', Pool: 'DISABLED'},
  invalid: ['Unfinished'],
  bulletins: ['ERROR'],
  parameters: {greeting: 'hello'},
  connection: ['Generate', 'Hold'],
  queued: 1,
  queue: [{size: 5, note: 'made by Generate'}],
  disabled: 'DISABLED',
  enabled: 'ENABLED',
  started: {Generate: 'RUNNING', Hold: 'DISABLED', Unfinished: 'STOPPED'},
  isStopped: true,
  changed: 'good day',
  renamed: 'Of nipyapi',
  isGone: true,
}

async function look({server}: Nifi): Promise<void> {
  await server.about()
  await server.user()
  await server.rights()
  await server.rights()
  await server.search('NiFi')
}

async function changeGroups(site: Site): Promise<void> {
  const {nifi} = site
  const outer = await site.newGroup({comments: 'Of a tour', position: {x: 10, y: 20}})
  const inner = await nifi.groups.create(outer.id, {name: `${outer.name} inner`})
  await nifi.groups.change(inner.id, {name: `${outer.name} within`, comments: 'Changed'})
  await nifi.groups.find(`${outer.name} within`)
  await nifi.groups.remove(inner.id)
}

async function changeParameters(site: Site): Promise<void> {
  const {nifi} = site
  const parameters = [
    {name: 'greeting', value: 'hello', isSensitive: false, description: 'What it says'},
    {name: 'password', value: 'secret', isSensitive: true},
  ]
  const [group, context] = [await site.newGroup(), await nifi.parameters.create(site.newName(), parameters)]
  await nifi.groups.change(group.id, {parameterContextId: context.id})
  await nifi.parameters.set(context.id, [{name: 'greeting', value: 'good day', isSensitive: false}])
  await nifi.parameters.take(context.id, ['greeting'])
  await nifi.parameters.find(context.name)
  await nifi.groups.remove(group.id)
  await nifi.parameters.remove(context.id)
}

/** With one FlowFile in its queue. */
async function runFlow(nifi: Nifi, groupId: string): Promise<void> {
  const {queues, processors} = await nifi.watch.health(groupId)
  await nifi.watch.queue(queues[0]?.id ?? '', 10)
  await nifi.flow.replace(groupId, smallFlow({contextName: (await nifi.groups.read(groupId))?.name ?? ''}))
  await nifi.flow.read(groupId)
  await nifi.flow.read(groupId)
  await nifi.flow.start(groupId, waitMs)
  await nifi.watch.health(groupId)
  await nifi.flow.stop(groupId, waitMs)
  const {version} = await nifi.server.about()
  const generate = processors.find(({name}) => name === 'Generate')?.id ?? ''
  await nifi.flow.run(generate, isAtLeast(version, 1, 14) ? 'RUN_ONCE' : 'RUNNING')
  await nifi.flow.stop(groupId, waitMs)
}

async function runServices(nifi: Nifi, groupId: string): Promise<void> {
  await nifi.services.enable(groupId, 1_000)
  await nifi.watch.bulletins(groupId)
  await nifi.server.search('NoDriver')
  await nifi.services.disable(groupId, waitMs)
}

async function beRefused(site: Site, groupId: string): Promise<void> {
  const {nifi} = site
  const {name = ''} = (await nifi.groups.read(groupId)) ?? {}
  const refused = [
    () => nifi.flow.replace(groupId, smallFlow({contextName: name, hasHold: false})),
    () => nifi.groups.remove(groupId),
    () => nifi.groups.change('00000000-0000-0000-0000-000000000000', {name}),
  ]
  for (const act of refused) await act().catch(() => undefined)
  const stale = {revision: {version: 999}, component: {id: groupId, name}}
  await site.raw('PUT', `/process-groups/${groupId}`, stale)
}
