import {afterAll, afterEach, beforeAll, describe} from 'vitest'
import type {NifiTarget} from '../../support/nifi-target.ts'
import {flowSuite} from './flow-suite.ts'
import {groupSuite} from './group-suite.ts'
import {parameterSuite} from './parameter-suite.ts'
import {createSite} from './site.ts'
import {watchSuite} from './watch-suite.ts'

/** What holds of every NiFi from 1.12 to 2.x, and of the fake. */
export function nifiSuite(name: string, start: () => Promise<NifiTarget>): void {
  describe(`NiFi (${name})`, () => {
    let target: NifiTarget
    const site = createSite(() => target)
    beforeAll(async () => {
      target = await start()
    }, 300_000)
    afterEach(() => site.tidy(), 90_000)
    afterAll(() => target.stop())

    watchSuite(site)
    groupSuite(site)
    flowSuite(site)
    parameterSuite(site)
  })
}
