import {hostname} from 'node:os'
import {openActionIo} from './action/action-io.ts'
import {performAction} from './action/perform-action.ts'

const exitCode = await performAction(openActionIo(process.env), {
  environment: process.env,
  directory: process.cwd(),
  host: `${hostname()} (pid ${process.pid})`,
  process: {
    stderr: process.stderr,
    onSignal: (act) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, act)
    },
    exitAtOnce: (code) => {
      process.exit(code)
    },
  },
})

// What is still under way, such as a question to GitHub that took too long, must not hold the job up.
process.stdout.write('', () => {
  process.exit(exitCode)
})
