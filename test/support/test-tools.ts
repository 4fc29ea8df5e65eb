import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

/** Outside of the checkout, so that a fresh one finds what an earlier one has fetched. */
const folder = process.env['CQUBE_REPLAY_TEST_TOOLS'] ?? join(homedir(), '.cache/cqube-replay/test-tools')

interface Tool {
  /** What is run, below the folder of the tool; or an absolute path. */
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

/** GitHub's own description of its REST API, out of the package that publishes it. */
const githubDescription = (version: string): Tool => ({
  file: 'api.github.com.json',
  fetch: (into) => {
    run('npm', ['pack', `@octokit/openapi@${version}`, '--silent', '--pack-destination', into])
    const archive = join(into, `octokit-openapi-${version}.tgz`)
    run('tar', ['-xzf', archive, '-C', into, '--strip-components=2', 'package/generated/api.github.com.json'])
    rmSync(archive)
  },
})

const mavenPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1'

/** The classes of NiFi's interface, all that they need, and what reads JSON into them. */
const nifiClasses = (version: string, annotations: string): Tool => ({
  file: `nifi-client-dto-${version}.jar`,
  fetch: (into) => {
    const wanted = [
      ['org.apache.nifi', 'nifi-client-dto', version],
      ['com.fasterxml.jackson.module', annotations, '2.18.2'],
      // NiFi 1 leaves it to Maven's profile of a late Java.
      ...(version.startsWith('1.') ? [['org.apache.nifi', 'nifi-api', version]] : []),
    ].map(
      ([group, artifact, of]) =>
        `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${of}</version></dependency>`,
    )
    const pom = join(into, 'pom.xml')
    writeFileSync(
      pom,
      '<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>test</artifactId>' +
        `<version>1</version><packaging>pom</packaging><dependencies>${wanted.join('')}</dependencies></project>`,
    )
    run('mvn', ['-q', '-B', '-f', pom, `${mavenPlugin}:copy-dependencies`, `-DoutputDirectory=${into}`])
  },
})

const actionlint = (version: string): Tool => ({
  file: 'actionlint',
  fetch: (into) => {
    run('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@v${version}`], {GOBIN: into})
  },
})

/** A package of PyPI, in an environment of its own. Where that is moved, of its own commands Python alone still starts. */
const pythonTool = (name: string, version: string, file: string): Tool => ({
  file,
  fetch: (into) => {
    run('python3', ['-m', 'venv', into])
    run(join(into, 'bin/python'), ['-m', 'pip', 'install', '-q', `${name}==${version}`])
  },
})

const tools = {
  'actionlint-1.7.12': actionlint('1.7.12'),
  'zizmor-1.32.0': pythonTool('zizmor', '1.32.0', 'bin/zizmor'),
  // It brings the schemas of SchemaStore along.
  'check-jsonschema-0.39.0': pythonTool('check-jsonschema', '0.39.0', 'bin/python'),
  'github-openapi-23.0.2': githubDescription('23.0.2'),
  'versitygw-1.8.0': versitygw('1.8.0'),
  'versitygw-1.7.0': versitygw('1.7.0'),
  's3proxy-4.1.0': {
    file: 's3proxy-4.1.0-jar-with-dependencies.jar',
    fetch: (into: string) => {
      const artifact = '-Dartifact=org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies'
      run('mvn', ['-q', '-B', `${mavenPlugin}:copy`, artifact, `-DoutputDirectory=${into}`])
    },
  },
  's3rver-3.7.1': {
    file: fileURLToPath(new URL('../servers/node_modules/s3rver/bin/s3rver.js', import.meta.url)),
    fetch: () => {
      throw new Error('`npm ci --prefix test/servers` brings it')
    },
  },
  'nifi-classes-1.28.1': nifiClasses('1.28.1', 'jackson-module-jaxb-annotations'),
  'nifi-classes-2.6.0': nifiClasses('2.6.0', 'jackson-module-jakarta-xmlbind-annotations'),
  // A client of NiFi, with the models of 1.28.1, and those of 2.12.
  'nipyapi-0.22.0': pythonTool('nipyapi', '0.22.0', 'bin/python'),
  'nipyapi-1.8.1': pythonTool('nipyapi', '1.8.1', 'bin/python'),
} as const satisfies Readonly<Record<string, Tool>>

export type ToolName = keyof typeof tools

const pathOf = (name: ToolName): string => resolve(folder, name, tools[name].file)

/** @returns its path; null when it could not be had */
export const toolPath = (name: ToolName): string | null => (existsSync(pathOf(name)) ? pathOf(name) : null)

/**
 * Fetches what is missing. Each comes to its place in one step, so that two runs at once do not meet. What cannot be had
 * is told in a line, and its tests count as skipped; where nobody reads such lines it is an error.
 */
export function fetchTools(names: readonly ToolName[] = Object.keys(tools) as ToolName[]): void {
  for (const name of names) {
    if (existsSync(pathOf(name))) continue
    const place = join(folder, name)
    const into = `${place}.${process.pid}`
    try {
      mkdirSync(into, {recursive: true})
      tools[name].fetch(into)
      // Another run may have been first; its tool is perhaps running by now.
      if (!existsSync(pathOf(name))) renameSync(into, place)
      rmSync(into, {recursive: true, force: true})
    } catch (error) {
      const [line = ''] = String((error as {stderr?: Buffer}).stderr ?? error).split('\n')
      rmSync(into, {recursive: true, force: true})
      if (process.env['CI'] === 'true') throw new Error(`${name} could not be fetched: ${line}`, {cause: error})
      process.stderr.write(`${name} could not be fetched, so its tests are skipped: ${line}\n`)
    }
  }
}
