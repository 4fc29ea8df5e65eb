import type {WithdrawnRequest} from '../../commands/withdrawn.ts'
import {visible} from '../../core/problem-text.ts'
import {textTable} from '../text-table.ts'
import type {StatusSection} from './section.ts'

const mostShown = 10

/** Requests that were taken away before their run: nobody should wait for them. */
export const withdrawnSection: StatusSection = ({branch}, {at}) =>
  branch.commit === null ? null : withdrawnTable(branch.withdrawn, at)

/** @returns null when there is none */
export function withdrawnTable(withdrawn: readonly WithdrawnRequest[], at: (moment: string) => string): string | null {
  if (withdrawn.length === 0) return null
  const rows = withdrawn
    .slice(0, mostShown)
    .map(({path, change, at: moment, author, commit}) => [
      path,
      change,
      at(moment),
      visible(author),
      commit.slice(0, 12),
    ])
  const more = withdrawn.length - rows.length
  return [
    'Withdrawn before any run, so nothing was deleted for them:',
    textTable(['File', 'Change', 'On', 'By', 'Commit'], rows, '  '),
    ...(more > 0 ? [`  and ${more} more, see --json`] : []),
  ].join('\n')
}
