import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, renameSync, rmSync} from 'node:fs'
import {homedir} from 'node:os'
import {dirname, join} from 'node:path'

/** Outside of the checkout, so that a fresh one finds what an earlier one has fetched. */
const folder = process.env['CQUBE_REPLAY_TEST_TOOLS'] ?? join(homedir(), '.cache/cqube-replay/test-tools')

interface Tool {
  /** What is run, below the folder of the tool. */
  readonly file: string
  /** @param into an empty folder */
  readonly fetch: (into: string) => void
}

const run = (file: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): void => {
  execFileSync(file, args, {
    env: {...process.env, ...environment},
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 600_000,
  })
}

const versitygw = (version: string): Tool => ({
  file: 'versitygw',
  fetch: (into) => {
    run('go', ['install', `github.com/versity/versitygw/cmd/versitygw@v${version}`], {GOBIN: into})
  },
})

const tools = {
  'versitygw-1.8.0': versitygw('1.8.0'),
  'versitygw-1.7.0': versitygw('1.7.0'),
  's3proxy-4.1.0': {
    file: 's3proxy-4.1.0-jar-with-dependencies.jar',
    fetch: (into: string) => {
      const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy'
      const artifact = '-Dartifact=org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies'
      run('mvn', ['-q', '-B', plugin, artifact, `-DoutputDirectory=${into}`])
    },
  },
} as const satisfies Readonly<Record<string, Tool>>

export type ToolName = keyof typeof tools

const pathOf = (name: ToolName): string => join(folder, name, tools[name].file)

/** @returns its path; null when it could not be had */
export const toolPath = (name: ToolName): string | null => (existsSync(pathOf(name)) ? pathOf(name) : null)

/** Fetches what is missing. Each comes to its place in one step, so that two runs at once do not meet. */
export function fetchTools(): void {
  for (const name of Object.keys(tools) as ToolName[]) {
    if (existsSync(pathOf(name))) continue
    const place = dirname(pathOf(name))
    const into = `${place}.${process.pid}`
    try {
      mkdirSync(into, {recursive: true})
      tools[name].fetch(into)
      // Another run may have been first; its tool is perhaps running by now.
      if (!existsSync(pathOf(name))) renameSync(into, place)
      rmSync(into, {recursive: true, force: true})
    } catch (error) {
      const [line = ''] = String((error as {stderr?: Buffer}).stderr ?? error).split('\n')
      process.stderr.write(`${name} could not be fetched, so its tests are skipped: ${line}\n`)
      rmSync(into, {recursive: true, force: true})
    }
  }
}
