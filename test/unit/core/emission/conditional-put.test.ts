import {describe, expect, it} from 'vitest'
import {decidePut, isTrusted, type CreatorFacts, type PutProbe} from '../../../../src/core/emission/conditional-put.ts'

const probe = (creators: Partial<CreatorFacts> = {}, ageDays = 0): PutProbe => ({
  creators: {most: 1, areKept: true, ...creators},
  ageDays,
  programVersion: '0.1.0',
})

describe('a probe', () => {
  it('is trusted for thirty days, whatever it found', () => {
    const probes = [null, probe(), probe({most: 2}), probe({}, 30), probe({}, 30.01), probe({most: 2}, 31)]

    expect(probes.map(isTrusted)).toEqual([false, true, true, true, false, false])
  })
})

describe('how a new key is written', () => {
  const misdeeds: readonly Partial<CreatorFacts>[] = [{most: 2}, {most: 0}, {areKept: false}]

  it('is on the condition that it is free wherever the server holds that, also where the settings would do without', () => {
    expect([decidePut('required', probe()), decidePut('read_first', probe())]).toEqual(['conditional', 'conditional'])
  })

  it.each(misdeeds)('is refused by a server of %j, or follows a look where the settings allow it', (creators) => {
    expect(decidePut('required', probe(creators))).toBe('refuse')
    expect(decidePut('read_first', probe(creators))).toBe('read_first')
  })
})
