import {visible} from '../../core/problem-text.ts'
import {textTable, wrapped} from '../text-table.ts'
import type {StatusSection} from './section.ts'

export const pendingSection: StatusSection = ({branch}, {settings}) => {
  if (branch.commit === null) {
    const {code, message} = branch.failure
    return wrapped(`Pending requests are not known: ${code}: ${message}`)
  }
  const where = `on branch ${settings.git.branch}, commit ${branch.commit.slice(0, 12)}`
  const due = branch.pending.filter(({waitsUntil}) => waitsUntil === null)
  if (due.length === 0) return `No pending request ${where}`
  const rows = due.map(({path, leftOutBefore, isValid}) => [
    visible(path),
    leftOutBefore !== null ? `left out: ${leftOutBefore}` : isValid ? 'new' : 'not valid, see `cqube-replay validate`',
  ])
  return `Pending requests ${where}:\n${textTable(['File', 'State'], rows, '  ')}`
}
