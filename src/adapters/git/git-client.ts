import {Readable} from 'node:stream'
import {simpleGit, type SimpleGit} from 'simple-git'
import {gitTokenKeys as tokenKeys} from '../../core/github/token-keys.ts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Settings} from '../../core/settings/settings.ts'
import {allowedUnsafe, gitConfiguration, gitEnvironment, type Environment} from './git-environment.ts'
import {redactUrls} from './redact-urls.ts'
import {isSet} from './token.ts'

export interface GitOptions {
  /** Root of the operator's checkout, or a bare repository. Only objects and refs/cqube-replay/ are ever written there. */
  readonly directory: string
  readonly settings: Settings['git']
  /** The process's environment: git needs PATH, HOME and what the operator set up for ssh and credentials. */
  readonly environment: Environment
  /** Entries `key=value` on top of ours. */
  readonly configuration?: readonly string[]
}

/** Plumbing commands, as lists of arguments. Each throws GIT_FAILED, with URLs redacted and the repository unharmed. */
export interface Git {
  readonly settings: Settings['git']
  /** @returns the whole standard output */
  text(args: readonly string[], input?: Uint8Array): Promise<string>
  /** `git cat-file` with these options. */
  catFile(options: readonly string[], input: Uint8Array): Promise<Buffer>
  /** A command that talks to the remote. Throws GIT_UNREACHABLE, also when it has not ended in time. */
  remote(args: readonly string[]): Promise<string>
}

interface Call<T> {
  readonly code: 'GIT_FAILED' | 'GIT_UNREACHABLE'
  readonly command: string
  readonly act: (git: SimpleGit) => Promise<T>
  readonly input?: Uint8Array | undefined
}

const quotedAtMost = 1_500

/** What git said, for people: without credentials, and without the end of a long story. */
function quoted(stderr: readonly Buffer[], error: unknown, token: string | undefined): string {
  // What a hook says arrives padded with blanks.
  const said = Buffer.concat(stderr).toString('utf8').replaceAll(/\s+$/gm, '').trim()
  const failure = error instanceof Error ? error.message : String(error)
  const told = redactUrls(said === '' ? failure : said)
  // A server may answer with what it was sent.
  return (isSet(token) ? told.replaceAll(token, '***') : told).slice(0, quotedAtMost)
}

/**
 * Settles with `act`, or rejects after `ms`. The pipes of what git started (ssh, a hook) may stay open long after git
 * itself was ended, so they are no longer waited for.
 */
async function withDeadline<T>(
  ms: number,
  act: (git: {signal: AbortSignal; pipes: Readable[]}) => Promise<T>,
): Promise<T> {
  const abort = new AbortController()
  const pipes: Readable[] = []
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms / 1000} s`))
      abort.abort()
      for (const pipe of pipes) pipe.destroy()
    }, ms)
  })
  try {
    return await Promise.race([late, act({signal: abort.signal, pipes})])
  } finally {
    clearTimeout(timer)
  }
}

export function createGit({directory, settings, environment, configuration = []}: GitOptions): Git {
  const env = gitEnvironment(environment, settings)
  const config = [...gitConfiguration(settings), ...configuration]

  // One instance a call: an instance runs its tasks one after the other, and one that fails takes the waiting ones along.
  async function call<T>({code, command, act, input}: Call<T>): Promise<T> {
    const stderr: Buffer[] = []
    try {
      return await withDeadline(settings.timeoutSeconds * 1000, async ({signal, pipes}) => {
        const git = simpleGit({
          baseDir: directory,
          config,
          abort: signal,
          allowEnvironment: Object.keys(env),
          unsafe: allowedUnsafe,
          // By default output that arrives 50 ms after the exit is lost.
          completion: {onClose: true, onExit: false},
          ...(input !== undefined && {input: () => Buffer.from(input)}),
          // By default an exit code other than 0 is a success as long as nothing is on stderr.
          errors: (error, result) => {
            if (error === undefined && result.exitCode === 0) return undefined
            stderr.push(...result.stdErr)
            return error ?? new Error(`exit code ${result.exitCode}`)
          },
        })
        git.outputHandler((_, stdout, stderr) => {
          pipes.push(...[stdout, stderr].filter((pipe) => pipe instanceof Readable))
        })
        return act(git.env(env))
      })
    } catch (error) {
      // Without the cause: simple-git's error repeats what git said, credentials and all.
      throw new ReplayError(
        code,
        `${directory}: git ${command} failed: ${quoted(stderr, error, env[tokenKeys.token])}`,
        {command},
      )
    }
  }

  return {
    settings,
    text: async (args, input) =>
      call({code: 'GIT_FAILED', command: args[0] ?? '', input, act: async (git) => git.raw([...args])}),
    catFile: async (options, input) =>
      call({
        code: 'GIT_FAILED',
        command: 'cat-file',
        input,
        act: async (git): Promise<Buffer> => (await git.binaryCatFile([...options])) as Buffer,
      }),
    remote: async (args) =>
      call({code: 'GIT_UNREACHABLE', command: args[0] ?? '', act: async (git) => git.raw([...args])}),
  }
}
