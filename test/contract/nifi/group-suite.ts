import {describe, expect, it} from 'vitest'
import type {Site} from './site.ts'

export function groupSuite(site: Site): void {
  describe('groups', () => {
    it('are found by exactly their name, at any depth, as often as there are some', async () => {
      const outer = await site.newGroup()
      const inner = await site.nifi.groups.create(outer.id, {name: outer.name})
      await site.nifi.groups.create(outer.id, {name: `${outer.name} 2`})

      const found = await site.nifi.groups.find(outer.name)

      expect(found.map(({id}) => id).sort()).toEqual([outer.id, inner.id].sort())
      expect(found.find(({id}) => id === inner.id)?.parentId).toBe(outer.id)
      expect(await site.nifi.groups.find(`${outer.name} 3`)).toEqual([])
    })

    it('have comments from the beginning, and keep what a change does not name', async () => {
      const group = await site.newGroup({comments: 'made by a test'})

      const renamed = await site.nifi.groups.change(group.id, {name: `${group.name} renamed`})

      expect(group).toMatchObject({comments: 'made by a test', parameterContextId: null, isVersioned: false})
      expect(renamed).toEqual({...group, name: `${group.name} renamed`})
      expect(await site.nifi.groups.read(group.id)).toEqual(renamed)
    })

    it('are gone when removed, and removing them again is no error', async () => {
      const group = await site.newGroup()

      await site.nifi.groups.remove(group.id)
      await site.nifi.groups.remove(group.id)

      expect(await site.nifi.groups.read(group.id)).toBeNull()
      expect(await site.nifi.groups.find(group.name)).toEqual([])
    })

    it('take the changes of two clients at once, one after the other', async () => {
      const group = await site.newGroup()

      await Promise.all([
        site.nifi.groups.change(group.id, {comments: 'of one'}),
        site.other.groups.change(group.id, {name: `${group.name} of the other`}),
      ])

      expect(await site.nifi.groups.read(group.id)).toMatchObject({
        comments: 'of one',
        name: `${group.name} of the other`,
      })
    })

    it('refuse an old revision with 400 and these words, and let a client pass that was the last', async () => {
      const {id, name: old} = await site.newGroup()
      const change = (version: number, clientId: string, comments: string) =>
        site.raw('PUT', `/process-groups/${id}`, {revision: {version, clientId}, component: {id, comments}})
      const {status} = await change(1, 'one', 'by one')

      const [stranger, itself] = [await change(0, 'two', 'by two'), await change(0, 'one', 'by one again')]

      expect(status).toBe(200)
      expect(stranger.status).toBe(400)
      expect(stranger.text.replaceAll(id, 'ID')).toContain('[0, two, ID] is not the most up-to-date revision.')
      expect(itself.status).toBe(200)
      expect(await site.nifi.groups.read(id)).toMatchObject({name: old, comments: 'by one again'})
    })
  })
}
