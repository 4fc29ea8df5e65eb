import type {BucketPlace, PutProbe} from '../../src/core/emission/conditional-put.ts'
import type {PutProbes} from '../../src/ports/emission-server.ts'

export interface FakePutProbes extends PutProbes {
  /** Every one that was recorded, the newest last. */
  readonly recorded: readonly (PutProbe & BucketPlace)[]
  /** Makes all that are there older. */
  age(days: number): void
}

export function createFakePutProbes(): FakePutProbes {
  let recorded: readonly (PutProbe & BucketPlace)[] = []
  return {
    get recorded() {
      return recorded
    },
    age: (days) => {
      recorded = recorded.map((probe) => ({...probe, ageDays: probe.ageDays + days}))
    },
    latest: async ({endpoint, bucket}) => {
      const found = recorded.findLast((probe) => probe.endpoint === endpoint && probe.bucket === bucket)
      if (found === undefined) return null
      const {creators, ageDays, programVersion} = found
      return {creators, ageDays, programVersion}
    },
    record: async (place, creators, programVersion) => {
      recorded = [...recorded, {...place, creators, ageDays: 0, programVersion}]
    },
  }
}
