import type {LoadingGroup, LoadingGroups} from '../ports/loading.ts'
import type {Left, Nifi} from '../ports/nifi.ts'
import {borrowedGroup} from './borrowed-group.ts'

const startMs = 15_000
const stopMs = 30_000

/** Groups of NiFi by their names, as an administrator made them. */
export const nifiLoading = (nifi: Nifi): LoadingGroups => ({
  open: async (name) => {
    const [group, ...others] = await nifi.groups.find(name)
    if (group === undefined)
      return `NiFi has no process group "${name}", which \`nifi.loading_groups\` names; nothing was started there.`
    if (others.length > 0) {
      return `NiFi has ${others.length + 1} process groups "${name}", which \`nifi.loading_groups\` names; nobody can tell which is meant, so nothing was started there.`
    }
    return loadingGroup(nifi, name, borrowedGroup(nifi, group))
  },
})

const loadingGroup = (nifi: Nifi, name: string, borrowed: ReturnType<typeof borrowedGroup>): LoadingGroup => ({
  name,
  start: async () =>
    leftWords(
      await borrowed.start(startMs),
      `of the process group "${name}" does not run, so files may stay where they are`,
    ),
  look: async () => {
    const {queued, activeThreads, queues} = await nifi.watch.health(borrowed.group.id)
    return {queued, activeThreads, queues: queues.filter((queue) => queue.queued > 0).map((queue) => queue.name)}
  },
  putBack: async () =>
    leftWords(await borrowed.putBack(stopMs), `of the process group "${name}" was stopped before, and still runs`),
})

const leftWords = (left: readonly Left[], what: string): readonly string[] =>
  left.map(({name, why}) => `"${name}" ${what}: ${why.replace(/[.\s]+$/, '')}.`)
