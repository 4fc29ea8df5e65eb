import {resolve} from 'node:path'
import {demo} from '../commands/demo.ts'
import type {DemoStage} from '../demo/stage.ts'
import {defaultSettings} from '../commands/settings-file.ts'
import {todayIn} from '../commands/today.ts'
import {openDemo} from '../compose-demo.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {ReplayError} from '../core/replay-error.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {DemoCommands, DemoSite} from '../demo/site.ts'
import {migrateLedger} from './database.ts'
import {explainRun} from './explain.ts'
import {showStatus} from './status.ts'
import {afterwards, beginningOf, paragraph, places, programOf, shortened, whileItRuns} from './demo-text.ts'
import {planFiles} from './plan.ts'
import {plainMarkdown} from './plain-markdown.ts'
import {runPending} from './run.ts'
import type {GlobalOptions, Terminal} from './terminal.ts'
import {validateFiles} from './validate.ts'

export interface DemoOptions extends GlobalOptions {
  readonly keepRunning?: true
  /** Factor on the rows of the small state. */
  readonly size: number
}

/** @returns 0 only when every figure that was told has been looked up in the database */
export async function showDemo(terminal: Terminal, options: DemoOptions): Promise<number> {
  if (options.json === true) throw new ReplayError('USAGE', '`cqube-replay demo` tells a story and knows no --json.')
  const folder = resolve(terminal.directory, options.directory ?? 'cqube-replay-demo')
  const startedAt = performance.now()
  const say = (text: string): void => void terminal.stdout.write(`${paragraph(text)}\n\n`)
  const stop = stopRequest(terminal)
  const site = await openDemo(folder, terminal.environment, demoGit()).catch(stop.orError)
  try {
    say(`One replay from beginning to end. All of it happens in ${folder} and on 127.0.0.1.`)
    const outcome = await demo(site, stageOf(terminal, site, say, {scale: options.size, checkStop: stop.check}))
    say(`Done in ${secondsSince(startedAt)}. What the run reported was counted again in the database, and holds.`)
    say(places(site, outcome))
    if (options.keepRunning === true) {
      say(whileItRuns(site, programOf(terminal.environment)))
      await stop.asked
    }
  } catch (error) {
    return stop.orError(error)
  } finally {
    await site.close()
  }
  say(
    options.keepRunning === true
      ? 'PostgreSQL was stopped; the folder stays.'
      : afterwards(programOf(terminal.environment)),
  )
  return exitCodes.done
}

const secondsSince = (startedAt: number): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`

/** Who commits the requests of the demo, to a remote that is a folder. */
const demoGit = (): Settings['git'] => ({
  ...defaultSettings().git,
  protocols: ['file'],
  authorName: 'State Administrator',
  authorEmail: 'administrator@state.example',
})

interface StopRequest {
  readonly asked: Promise<void>
  /** @throws {ReplayError} STOPPED once it was asked */
  readonly check: () => void
  /** Throws STOPPED rather than the error: the terminal sends its Ctrl-C to the server, too, so something may fail first. */
  readonly orError: (error: unknown) => never
}

function stopRequest(terminal: Terminal): StopRequest {
  let isAsked = false
  const asked = new Promise<void>((resolve) => {
    terminal.onSignal(() => {
      if (isAsked) terminal.exitAtOnce(exitCodes.stopped)
      isAsked = true
      resolve()
    })
  })
  const check = (): void => {
    if (isAsked) throw new ReplayError('STOPPED', 'The demo was stopped, and its PostgreSQL with it.')
  }
  return {
    asked,
    check,
    orError: (error) => {
      check()
      throw error
    },
  }
}

function stageOf(
  terminal: Terminal,
  site: DemoSite,
  say: (text: string) => void,
  {scale, checkStop}: {readonly scale: number; readonly checkStop: () => void},
): DemoStage {
  let chapters = 0
  return {
    say,
    show: (markdown) => terminal.stdout.write(`${beginningOf(plainMarkdown(markdown))}\n\n`),
    today: todayIn(defaultSettings(), new Date()),
    scale,
    commands: commandsIn(terminal, site),
    chapter: async (title, act) => {
      checkStop()
      chapters += 1
      const startedAt = performance.now()
      const head = `── ${chapters}. ${title} `
      terminal.stdout.write(`${head.padEnd(100, '─')}\n\n`)
      const result = await act()
      terminal.stdout.write(`${`(${secondsSince(startedAt)})`.padStart(100)}\n\n`)
      return result
    },
  }
}

/** Database and git of the user stay out of it. */
const ofDatabase = /^(PG[A-Z]+|DATABASE_URL)$/

function commandsIn(terminal: Terminal, site: DemoSite): DemoCommands {
  const environment = {
    ...Object.fromEntries(Object.entries(terminal.environment).filter(([name]) => !ofDatabase.test(name))),
    DATABASE_URL: site.connectionString,
  }
  const call = async (words: string, act: (inside: Terminal) => Promise<number>): Promise<number> => {
    terminal.stdout.write(`$ cqube-replay ${words}\n`)
    const progress: string[] = []
    const inside = {
      ...terminal,
      directory: site.paths.checkout,
      environment,
      stdout: {write: (text: string) => terminal.stdout.write(shortened(text))},
      stderr: {isTTY: true, write: (text: string) => progress.push(text)},
    }
    try {
      return await act(inside)
    } catch (error) {
      terminal.stderr.write(progress.join(''))
      throw error
    } finally {
      terminal.stdout.write('\n')
    }
  }
  return {
    migrate: () => call('db migrate', (inside) => migrateLedger(inside, {})),
    validate: (path) => call(`validate ${path}`, (inside) => validateFiles(inside, [path], {})),
    planWrite: () => call('plan --write', (inside) => planFiles(inside, [], {write: true})),
    run: () => call('run', (inside) => runPending(inside, [], {})),
    status: () => call('status', (inside) => showStatus(inside, {})),
    explain: (runId) => call(`explain ${runId}`, (inside) => explainRun(inside, runId, {})),
  }
}
