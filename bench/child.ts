import {spawnSync} from 'node:child_process'

export interface ChildEnd {
  readonly ms: number
  /** Of the processor, in all threads: what a loaded machine does not change. */
  readonly cpuMs: number
  readonly exitCode: number | null
  /** The most memory that the process had, in MB (10⁶ bytes). */
  readonly megabytes: number
  readonly stdout: string
}

const mark = 'cqube-replay-bench:'
/** Memory and time, told by the process itself at its end: no tool of one system is needed. */
const tellUsage = `data:text/javascript,${encodeURIComponent(
  `import {writeSync} from 'node:fs'
   process.on('exit', () => {
     const {maxRSS, userCPUTime, systemCPUTime} = process.resourceUsage()
     writeSync(2, '${mark}' + maxRSS + ' ' + (userCPUTime + systemCPUTime) + '\\n')
   })`,
)}`

/** Runs node to its end, as a user would. */
export function runNode(args: readonly string[], directory = process.cwd()): ChildEnd {
  const startedAt = performance.now()
  const {status, stdout, stderr} = spawnSync(process.execPath, ['--import', tellUsage, ...args], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const ms = performance.now() - startedAt
  const [, kibibytes, cpuMicroseconds] = new RegExp(`${mark}(\\d+) (\\d+)`).exec(stderr) ?? []
  return {
    ms,
    cpuMs: Number(cpuMicroseconds) / 1000,
    exitCode: status,
    megabytes: (Number(kibibytes) * 1024) / 1e6,
    stdout,
  }
}
