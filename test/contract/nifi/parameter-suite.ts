import {afterEach, describe, expect, it} from 'vitest'
import {waitMs, type Site} from './site.ts'

export function parameterSuite(site: Site): void {
  describe('parameters', () => {
    const secret = 'canary-Xk2!9'
    const parameters = [
      {name: 'greeting', value: 'hello', isSensitive: false, description: 'What it says'},
      {name: 'password', value: secret, isSensitive: true},
    ]
    const contexts: string[] = []
    afterEach(async () => {
      for (const id of contexts.splice(0)) await site.nifi.parameters.remove(id)
    })
    const newContext = async () => {
      const context = await site.nifi.parameters.create(site.newName(), parameters)
      contexts.push(context.id)
      return context
    }
    const byName = (known: readonly {readonly name: string}[]) => known.toSorted((a, b) => (a.name < b.name ? -1 : 1))

    it('are kept, and a sensitive value never comes out', async () => {
      const {name: of} = await newContext()

      const found = await site.nifi.parameters.find(of)

      expect(byName(found?.parameters ?? [])).toEqual([
        {name: 'greeting', description: 'What it says', isSensitive: false, isSet: true, value: 'hello'},
        {name: 'password', description: '', isSensitive: true, isSet: true, value: null},
      ])
      expect((await site.raw('GET', '/flow/parameter-contexts')).text).not.toContain(secret)
      expect(await site.nifi.parameters.find(`${of} 2`)).toBeNull()
    })

    it('are sent only where they differ, and leave the others alone', async () => {
      const {id, name: of} = await newContext()
      const [greeting] = parameters
      const changed = {name: 'greeting', value: 'good day', isSensitive: false}

      const sent = [
        await site.nifi.parameters.set(id, greeting === undefined ? [] : [greeting]),
        await site.nifi.parameters.set(id, [changed, {name: 'added', value: '', isSensitive: false}]),
        await site.nifi.parameters.set(id, [changed]),
      ]

      expect(sent).toEqual([false, true, false])
      expect(byName((await site.nifi.parameters.find(of))?.parameters ?? [])).toEqual([
        {name: 'added', description: '', isSensitive: false, isSet: true, value: ''},
        {name: 'greeting', description: 'What it says', isSensitive: false, isSet: true, value: 'good day'},
        {name: 'password', description: '', isSensitive: true, isSet: true, value: null},
      ])
    })

    it('are taken out, and taking them out again is no error', async () => {
      const {id, name: of} = await newContext()

      await site.nifi.parameters.take(id, ['greeting'])
      await site.nifi.parameters.take(id, ['greeting'])

      expect((await site.nifi.parameters.find(of))?.parameters.map((known) => known.name)).toEqual(['password'])
    })

    it('change below a flow that runs, which runs afterwards', async () => {
      const group = await site.installed()
      const context = await site.nifi.parameters.find(group.name)
      await site.nifi.flow.start(group.id, waitMs)

      await site.nifi.parameters.set(context?.id ?? '', [{name: 'greeting', value: 'good day', isSensitive: false}])

      expect((await site.processorsOf(group.id))['Generate']?.state).toBe('RUNNING')
      expect((await site.nifi.parameters.find(group.name))?.parameters).toMatchObject([{value: 'good day'}])
    })

    it('belong to a group when it is bound to their context', async () => {
      const [group, context] = [await site.newGroup(), await newContext()]

      const bound = await site.nifi.groups.change(group.id, {parameterContextId: context.id})

      expect(bound).toEqual({...group, parameterContextId: context.id})
      expect((await site.nifi.parameters.find(context.name))?.boundGroupIds).toEqual([group.id])
      await site.nifi.groups.remove(group.id)
    })
  })
}
