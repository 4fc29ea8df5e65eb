import {flowStatus, type FlowStatus} from '../../commands/nifi/status.ts'
import {exitCodes} from '../../core/error-catalogue.ts'
import {spanOf} from '../../core/nifi/trouble-words.ts'
import {coloursOf, noColours, type Colours} from '../colours.ts'
import {jsonText, type GlobalOptions, type Terminal} from '../terminal.ts'
import {textTable} from '../text-table.ts'
import {bullet} from './bullet.ts'
import {inNifi} from './in-nifi.ts'

/** Exit code 2 where something is wrong, so that a watch can go by it. */
export const showFlowStatus = (terminal: Terminal, options: GlobalOptions): Promise<number> =>
  inNifi(terminal, options, async (world) => {
    const status = await flowStatus(world)
    const exitCode = status.troubles.length === 0 ? exitCodes.done : exitCodes.refused
    const colours = coloursOf(terminal.stdout, terminal.environment)
    terminal.stdout.write(
      options.json === true ? jsonText('nifi status', {...status, exitCode}) : flowStatusText(status, colours),
    )
    return exitCode
  })

export function flowStatusText(status: FlowStatus, {green, red}: Colours = noColours): string {
  const {address, nifiVersion, cluster, user, group, waiting, troubles} = status
  const nodes = cluster === null ? 'alone' : `a cluster, ${cluster.connected} of ${cluster.total} nodes connected`
  const blocks = [
    [
      `NiFi ${nifiVersion} at ${address}, ${nodes}; it takes us for "${user}".`,
      ...(group === null ? [] : groupLines(status)),
    ],
    ...(group === null ? [] : [[partTable(status)]]),
    ...(waiting.length === 0 ? [] : [['What waits for a person:', waitingTable(status)]]),
    troubles.length === 0 ? [green('Nothing is wrong.')] : [red('What is wrong:'), ...troubles.map(bullet)],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function groupLines({group, processors, queues, trigger}: FlowStatus): readonly string[] {
  const mark = group?.mark ?? null
  const flow = mark === null ? 'no flow of this program' : `flow ${mark.flow}`
  const by = mark?.program == null ? '' : `, installed by cqube-replay ${mark.program}`
  const running = processors.filter(({state}) => state === 'RUNNING').length
  const how =
    running === 0 && trigger === 'run'
      ? 'It is stopped until a run starts it.'
      : `${running} of ${processors.length} processors run.`
  const held = queues.map(({name, queued}) => `${name} ${queued}`).join(', ')
  return [
    `Group "${group?.name ?? ''}" (${group?.id ?? ''}): ${flow}${by}. ${how}`,
    held === '' ? 'Its queues are empty.' : `In its queues: ${held}.`,
  ]
}

/** Services, and processors that are not as most of them are. */
function partTable({services, processors}: FlowStatus): string {
  const usual = processors.every(({state}) => state === 'STOPPED') ? 'STOPPED' : 'RUNNING'
  const odd = processors.filter(({state, problems}) => state !== usual || problems.length > 0)
  const rows = [
    ...services.map(({name, state}) => ['service', name, state]),
    ...odd.map(({name, state, problems}) => ['processor', name, problems.length > 0 ? `${state}, invalid` : state]),
  ]
  return textTable(['PART', 'NAME', 'STATE'], rows)
}

const waitingTable = ({waiting}: FlowStatus): string =>
  waiting
    .map(({queue, runId, documentNo, dataSource, failure, waitedMs}) => {
      const what = runId === null ? queue : `${dataSource ?? '?'}, document ${documentNo ?? '?'} of run ${runId}`
      return bullet(`${what}, for ${spanOf(waitedMs)}: ${failure ?? 'it does not say why'}`)
    })
    .join('\n')
