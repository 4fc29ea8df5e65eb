import {systemClock} from '../../src/adapters/clock/system-clock.ts'
import type {ClientOptions} from '../../src/adapters/nifi/client.ts'
import {openNifi} from '../../src/adapters/nifi/open-nifi.ts'
import type {Nifi} from '../../src/ports/nifi.ts'

/** A NiFi that runs, as the contract suite takes it. */
export interface NifiTarget {
  /** Two clients of the same NiFi, as of two runners. */
  readonly nifi: Nifi
  readonly other: Nifi
  /** A request as it is, to hold NiFi's own words. */
  raw(method: string, path: string, body?: unknown): Promise<{readonly status: number; readonly text: string}>
  stop(): Promise<void>
}

export const clientOptions = (address: string): ClientOptions => ({
  address,
  timeoutMs: 20_000,
  patienceMs: 0,
  authority: null,
  serverName: null,
  clientCertificate: null,
  signIn: {kind: 'none'},
})

/** @param address of a NiFi that asks nobody who they are */
export const nifiTarget = (address: string, stop: () => Promise<void>): NifiTarget => ({
  nifi: openNifi(clientOptions(address), systemClock),
  other: openNifi(clientOptions(address), systemClock),
  raw: async (method, path, body) => {
    const json = {body: JSON.stringify(body), headers: {'content-type': 'application/json'}}
    const answer = await fetch(`${address}/nifi-api${path}`, {method, ...(body === undefined ? {} : json)})
    return {status: answer.status, text: await answer.text()}
  },
  stop,
})
