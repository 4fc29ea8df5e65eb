#!/usr/bin/env node
import {hostname, userInfo} from 'node:os'
import {commandLine} from './cli/command-line.ts'

/** Containers run under users without a name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? '?'}`
  }
}

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await commandLine(process.argv.slice(2), {
  directory: process.cwd(),
  environment: process.env,
  stdout: process.stdout,
  stdin: process.stdin,
  stderr: process.stderr,
  runner: `${hostname()} (pid ${process.pid})`,
  person: `${userName()} on ${hostname()}`,
  onSignal: (act) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, act)
  },
  exitAtOnce: (code) => {
    process.exit(code)
  },
})
