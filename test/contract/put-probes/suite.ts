import {expect, it} from 'vitest'
import type {PutProbes} from '../../../src/ports/emission-server.ts'

const place = {endpoint: 'http://127.0.0.1:7070', bucket: 'cqube-emission'}
const good = {most: 1, areKept: true}
const bad = {most: 3, areKept: true}

export interface ProbesTarget {
  readonly probes: PutProbes
  /** Makes all that are there older. */
  age(days: number): void | Promise<void>
}

/** What every memory of probes does; each test has an empty one. */
export function putProbesSuite(create: () => ProbesTarget | Promise<ProbesTarget>): void {
  it('knows nothing of a server that nobody has tried', async () => {
    const {probes} = await create()

    expect(await probes.latest(place)).toBeNull()
  })

  it('tells what was found, by whom and how long ago', async () => {
    const target = await create()
    const {probes} = target
    await probes.record(place, {most: 32, areKept: false}, '0.1.0')
    await target.age(2)

    const latest = await probes.latest(place)

    expect(latest).toMatchObject({creators: {most: 32, areKept: false}, programVersion: '0.1.0'})
    expect(latest?.ageDays).toBeCloseTo(2, 1)
  })

  it('tells the one that was recorded last, better or worse than those before', async () => {
    const target = await create()
    const {probes} = target
    const seen: unknown[] = []

    for (const creators of [good, bad, good]) {
      await probes.record(place, creators, '0.1.0')
      seen.push((await probes.latest(place))?.creators)
      await target.age(1)
    }

    expect(seen).toEqual([good, bad, good])
  })

  it('keeps buckets and servers apart', async () => {
    const {probes} = await create()
    await probes.record(place, good, '0.1.0')

    const others = [
      await probes.latest({...place, bucket: 'cqube-output'}),
      await probes.latest({...place, endpoint: 'http://127.0.0.1:7071'}),
    ]

    expect(others).toEqual([null, null])
  })
}
