import {describe, expect, test} from 'vitest'
import type {EmissionStore} from '../../../src/ports.ts'
import {hostileKeys} from '../hostile-keys.ts'

const key = 'cqube_replay/20261101T163000Z-4f2a_01.json'
const bytes = (text: string): Uint8Array => Buffer.from(text)

/** What every emission store does; each test has an empty one. */
export function emissionStoreSuite(name: string, createStore: () => EmissionStore | Promise<EmissionStore>): void {
  describe(`an emission store (${name})`, () => {
    test('holds a created document byte for byte', async () => {
      const store = await createStore()
      const document = Uint8Array.from({length: 256}, (_, byte) => byte)

      const outcome = await store.create(key, document)

      expect(outcome).toBe('created')
      expect(Buffer.from((await store.read(key)) ?? []).equals(document)).toBe(true)
    })

    test('finds the same document there and says so', async () => {
      const store = await createStore()
      await store.create(key, bytes('{"a":1}'))

      const outcome = await store.create(key, bytes('{"a":1}'))

      expect(outcome).toBe('exists')
    })

    test('never overwrites another document', async () => {
      const store = await createStore()
      await store.create(key, bytes('{"a":1}'))

      const attempt = store.create(key, bytes('{"a":2}'))

      await expect(attempt).rejects.toMatchObject({code: 'EMISSION_CONFLICT'})
      expect(Buffer.from((await store.read(key)) ?? []).toString()).toBe('{"a":1}')
    })

    test('does not take the start of a document for the document', async () => {
      const store = await createStore()
      await store.create(key, bytes('{"a":1}'))

      await expect(store.create(key, bytes('{"a":1'))).rejects.toMatchObject({code: 'EMISSION_CONFLICT'})
      await expect(store.create(key, bytes('{"a":1} '))).rejects.toMatchObject({code: 'EMISSION_CONFLICT'})
    })

    test('knows what is not there', async () => {
      const store = await createStore()

      const found = await store.read(key)

      expect(found).toBeNull()
    })

    test('tells a person where the document lies', async () => {
      const store = await createStore()

      const place = store.locate(key)

      expect(place.endsWith(key)).toBe(true)
    })

    test.each([...hostileKeys, '-x'])('refuses the key %j', async (hostile) => {
      const store = await createStore()

      const attempt = store.create(hostile, bytes('x'))

      await expect(attempt).rejects.toMatchObject({code: 'EMISSION_FAILED'})
      expect(() => store.locate(hostile)).toThrow(expect.objectContaining({code: 'EMISSION_FAILED'}))
    })

    test('lets exactly one of two creators of a key win, fifty times', async () => {
      const store = await createStore()
      const keys = Array.from({length: 50}, (_, n) => `cqube_replay/run_${n}.json`)

      const pairs = await Promise.all(
        keys.map(async (each) => Promise.all([store.create(each, bytes(each)), store.create(each, bytes(each))])),
      )

      expect(pairs.map((pair) => pair.toSorted())).toEqual(keys.map(() => ['created', 'exists']))
    })

    test('lets one of two different documents win and tells the other, fifty times', async () => {
      const store = await createStore()
      const keys = Array.from({length: 50}, (_, n) => `cqube_replay/run_${n}.json`)

      const pairs = await Promise.all(
        keys.map(async (each) =>
          Promise.allSettled([store.create(each, bytes('first')), store.create(each, bytes('second'))]),
        ),
      )

      expect(pairs.map((pair) => pair.map(({status}) => status).toSorted())).toEqual(
        keys.map(() => ['fulfilled', 'rejected']),
      )
    })
  })
}
