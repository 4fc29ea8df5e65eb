import type {Clock} from '../../ports.ts'
import type {Nifi} from '../../ports/nifi.ts'
import {openClient, type ClientOptions} from './client.ts'
import {flowOf} from './flow.ts'
import {groupsOf} from './groups.ts'
import {parametersOf} from './parameters.ts'
import {serverOf} from './server.ts'
import {servicesOf} from './services.ts'
import {watchOf} from './watch.ts'

/** NiFi over its REST interface. Nothing is sent yet. */
export function openNifi(options: ClientOptions, clock: Pick<Clock, 'now' | 'sleep'>): Nifi {
  const client = openClient(options, clock)
  const server = serverOf(client)
  const watch = watchOf(client)
  return {
    server,
    groups: groupsOf(client),
    flow: flowOf(client, server, watch),
    services: servicesOf(client),
    parameters: parametersOf(client, server),
    watch,
  }
}
