import {systemClock} from '../../src/adapters/clock/system-clock.ts'
import {openNifi} from '../../src/adapters/nifi/open-nifi.ts'
import type {FlowWorld} from '../../src/commands/nifi/flow-world.ts'
import {install, type Installed, type InstallWish} from '../../src/commands/nifi/install.ts'
import type {FlowSite} from '../../src/core/nifi/flow-site.ts'
import type {NifiSettings} from '../../src/core/settings/settings.ts'
import {defaultSettings} from '../../src/commands/settings-file.ts'
import {startFakeNifi, type FakeNifi} from '../fakes/nifi-server.ts'
import {createFakeLog, type FakeLog} from '../fakes/log.ts'
import {clientOptions} from './nifi-target.ts'

/** What `cqube-replay nifi …` works with, for a NiFi that asks nobody who they are. */
export const flowWorldAt = (address: string, settings: Partial<NifiSettings> = {}): FlowWorld & {log: FakeLog} => ({
  nifi: openNifi(clientOptions(address), systemClock),
  settings: {...defaultSettings().nifi, address, deadlineMinutes: 1, ...settings},
  clock: systemClock,
  log: createFakeLog(),
  programVersion: '0.2.0',
})

export const localSite = (database: Partial<FlowSite['database']> = {}): FlowSite => ({
  emission: {storage: 'local', directory: '/var/lib/cqube/emission'},
  database: {
    url: 'jdbc:postgresql://127.0.0.1:5432/cqube',
    user: 'cqube_replay_nifi',
    driverFile: '/drivers/postgresql.jar',
    ...database,
  },
})

export const installAt = (world: FlowWorld, site: FlowSite, wish: Partial<InstallWish> = {}): Promise<Installed> =>
  install(world, {
    settled: {site, doubts: []},
    secrets: {databasePassword: 'nobody asks', accessKey: null, secretKey: null},
    sendsSecrets: false,
    isForced: false,
    isDry: false,
    ...wish,
  })

export interface FakeSite {
  readonly fake: FakeNifi
  readonly world: FlowWorld
}

/** NiFis in this process, each for one test. */
export function fakeSites() {
  const fakes: FakeNifi[] = []
  return {
    open: async (settings: Partial<NifiSettings> = {}): Promise<FakeSite> => {
      const fake = await startFakeNifi()
      fakes.push(fake)
      return {fake, world: flowWorldAt(fake.address, settings)}
    },
    close: async (): Promise<void> => {
      for (const fake of fakes.splice(0)) await fake.close()
    },
  }
}

/** Requests that change something, as `PUT /process-groups/…`. */
export const changesSent = ({requests}: FakeNifi): readonly string[] =>
  requests.filter(({line}) => !line.startsWith('GET')).map(({line}) => line)

/** States of all processors and of all services, each once. */
export const statesIn = ({model}: FakeNifi) => ({
  processors: [...new Set([...model.processors.values()].map(({state}) => state))],
  services: [...new Set([...model.services.values()].map(({state}) => state))],
})
