import {trigger, type Triggered} from '../../commands/nifi/trigger.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {inNifi} from './in-nifi.ts'

export const triggerFlow = (terminal: Terminal, options: GlobalOptions): Promise<number> =>
  inNifi(terminal, options, async (world) => {
    const triggered = await trigger(world)
    terminal.stdout.write(options.json === true ? jsonText('nifi trigger', {...triggered}) : triggeredText(triggered))
    return exitCodes.done
  })

export function triggeredText({ranAlready, onTheWay, failed}: Triggered): string {
  const done =
    onTheWay === 0
      ? 'NiFi asked the ledger, and nothing is on its way any more.'
      : `NiFi asked the ledger, and ${onTheWay === 1 ? '1 FlowFile is' : `${onTheWay} FlowFiles are`} still on the way: a large deletion, or one that waits for a lock.`
  const lines = [
    done,
    ...(failed === 0
      ? []
      : [`${failed} ${failed === 1 ? 'deletion' : 'deletions'} failed: \`cqube-replay nifi status\` says why.`]),
    ranAlready ? 'The flow runs by itself, as before.' : 'What was stopped before is stopped again.',
  ]
  return `${lines.join('\n')}\n`
}
