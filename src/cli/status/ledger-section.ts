import type {Status} from '../../commands/status.ts'
import type {StatusContext, StatusSection} from './section.ts'

export const ledgerSection: StatusSection = (status, {at}) => {
  const {holder, active, expiresAt} = status.lease
  return [
    `Ledger ${status.ledger}`,
    active ? `Active: ${holder ?? 'somebody'}, whose lease ends ${at(expiresAt)}` : 'No runner is active',
    ...pauses(status, at),
  ].join('\n')
}

const pauses = ({paused, pausedBySettings}: Status, at: StatusContext['at']): string[] => [
  ...(paused === null ? [] : [`Paused by ${paused.by}, ${at(paused.at)}: ${paused.reason}`]),
  ...(pausedBySettings ? ['Paused by `paused: true` in cqube-replay.yaml'] : []),
]
