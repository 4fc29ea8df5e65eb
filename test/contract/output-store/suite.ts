import {describe, expect, test} from 'vitest'
import type {OutputStore} from '../../../src/ports/outputs.ts'
import {hostileKeys} from '../hostile-keys.ts'

const march = 'attendance/2020-21/3/district.json'
const archived = 'cqube_replay_archive/20261101T163000Z-4f2a/attendance/2020-21/3/district.json'
const bytes = (text: string): Uint8Array => Buffer.from(text)

const textOf = async (store: OutputStore, key: string): Promise<string | null> => {
  const object = await store.read(key)
  return object === null ? null : Buffer.from(object).toString()
}

async function keysIn(store: OutputStore, prefix = ''): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const page of store.list(prefix)) keys.push(...page)
  return keys.sort()
}

/** What every output store does; each test has an empty one. */
export function outputStoreSuite(name: string, createStore: () => OutputStore | Promise<OutputStore>): void {
  describe(`an output store (${name})`, () => {
    test('holds an object byte for byte', async () => {
      const store = await createStore()
      const object = Uint8Array.from({length: 256}, (_unused, byte) => byte)

      await store.replace(march, object)

      expect(Buffer.from((await store.read(march)) ?? []).equals(object)).toBe(true)
    })

    test('replaces what was there before', async () => {
      const store = await createStore()
      await store.replace(march, bytes('{"long":"before"}'))

      await store.replace(march, bytes('[]'))

      expect(await textOf(store, march)).toBe('[]')
    })

    test('knows what is not there', async () => {
      const store = await createStore()

      const found = await store.read(march)

      expect(found).toBeNull()
    })

    test('lists nothing before anything was written', async () => {
      const store = await createStore()

      const keys = await keysIn(store)

      expect(keys).toEqual([])
    })

    test('lists the keys that begin with a prefix, which may end in the middle of a name', async () => {
      const store = await createStore()
      const keys = ['infra_district_map.json', 'attendance/raw/metaData.json', march, 'attendance/2020-21/4/a/b/c.json']
      for (const key of [...keys, 'teacher_attendance/x.json']) await store.replace(key, bytes('{}'))

      const found = [
        await keysIn(store, 'attendance/'),
        await keysIn(store, 'attendance/2020-21/3'),
        await keysIn(store, 'infra_'),
      ]

      expect(found).toEqual([
        ['attendance/2020-21/3/district.json', 'attendance/2020-21/4/a/b/c.json', 'attendance/raw/metaData.json'],
        ['attendance/2020-21/3/district.json'],
        ['infra_district_map.json'],
      ])
    })

    test('lists each of many keys once', async () => {
      const store = await createStore()
      const keys = Array.from({length: 300}, (_unused, n) => `crc/2020-21/${1 + (n % 12)}/${n}.json`)
      for (const key of keys) await store.replace(key, bytes('{}'))

      const found = await keysIn(store, 'crc/')

      expect(found).toEqual(keys.toSorted())
    })

    test('holds the misspelt keys of cQube', async () => {
      const store = await createStore()
      const keys = [
        'attendance/last_day/cluster?280001.json',
        'attendance/last_7_days/school_management_cateory/Local body/x.json',
      ]

      for (const key of keys) await store.replace(key, bytes(key))

      expect(await keysIn(store)).toEqual(keys.toSorted())
      expect(await textOf(store, 'attendance/last_day/cluster?280001.json')).toBe(
        'attendance/last_day/cluster?280001.json',
      )
    })

    test('moves an object to a key that is free', async () => {
      const store = await createStore()
      await store.replace(march, bytes('{"a":1}'))

      const outcome = await store.move(march, archived)

      expect(outcome).toBe('moved')
      expect([await textOf(store, march), await textOf(store, archived)]).toEqual([null, '{"a":1}'])
      expect(await keysIn(store)).toEqual([archived])
    })

    test('says that an object was moved before', async () => {
      const store = await createStore()
      await store.replace(march, bytes('{"a":1}'))
      await store.move(march, archived)

      const again = await store.move(march, archived)

      expect(again).toBe('moved before')
      expect(await textOf(store, archived)).toBe('{"a":1}')
    })

    test('ends a move that was cut short when the object was at both keys', async () => {
      const store = await createStore()
      await store.replace(march, bytes('{"a":1}'))
      await store.replace(archived, bytes('{"a":1}'))

      const outcome = await store.move(march, archived)

      expect(outcome).toBe('moved')
      expect(await keysIn(store)).toEqual([archived])
    })

    test('moves an object back', async () => {
      const store = await createStore()
      await store.replace(march, bytes('{"a":1}'))
      await store.move(march, archived)

      const outcome = await store.move(archived, march)

      expect(outcome).toBe('moved')
      expect(await keysIn(store)).toEqual([march])
    })

    test('says that there is nothing to move', async () => {
      const store = await createStore()

      const outcome = await store.move(march, archived)

      expect(outcome).toBe('missing')
      expect(await keysIn(store)).toEqual([])
    })

    test('leaves both objects where they are when the other key holds another one', async () => {
      const store = await createStore()
      await store.replace(march, bytes('new'))
      await store.replace(archived, bytes('old'))

      const attempt = store.move(march, archived)

      await expect(attempt).rejects.toMatchObject({code: 'OUTPUT_CONFLICT'})
      expect([await textOf(store, march), await textOf(store, archived)]).toEqual(['new', 'old'])
    })

    test('tells a person where an object lies', async () => {
      const store = await createStore()

      const place = store.locate(march)

      expect(place.endsWith(march)).toBe(true)
    })

    test.each([...hostileKeys, 'a\nb'])('refuses the key %j and touches nothing', async (hostile) => {
      const store = await createStore()
      await store.replace(march, bytes('{}'))

      const attempts = [
        () => store.read(hostile),
        () => store.replace(hostile, bytes('x')),
        () => store.move(march, hostile),
        () => store.move(hostile, archived),
        async () => store.locate(hostile),
      ]

      for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({code: 'OUTPUT_FAILED'})
      expect(await keysIn(store)).toEqual([march])
    })
  })
}
