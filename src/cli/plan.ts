import {plan, type Plan} from '../commands/plan.ts'
import {openPlanning} from '../compose.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {isError} from '../core/problem.ts'
import {localSettings, openCheckout} from './checkout.ts'
import {coloursOf} from './colours.ts'
import {planJson} from './plan-json.ts'
import {planText} from './plan-text.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'

export interface PlanOptions extends GlobalOptions {
  readonly write?: true
}

export async function planFiles(terminal: Terminal, paths: readonly string[], options: PlanOptions): Promise<number> {
  const checkout = await openCheckout(terminal, options)
  const settings = await localSettings(checkout)
  const {world, close} = await openPlanning(checkout.surroundings, settings)
  try {
    const planned = await plan(checkout.workTree, world, settings, checkout.surroundings.log, {
      paths: paths.map(checkout.pathOf),
      write: options.write === true,
    })
    terminal.stdout.write(
      options.json === true
        ? planJson(planned)
        : planText(planned, settings, coloursOf(terminal.stdout, terminal.environment)),
    )
    return exitCodeOf(planned)
  } finally {
    await close()
  }
}

function exitCodeOf({requests, problems}: Plan): number {
  if (problems.some(isError)) return exitCodes.problems
  return requests.some(({refusal}) => refusal !== null) ? exitCodes.refused : exitCodes.done
}
