import {execFileSync, spawn, type ChildProcess} from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as wait} from 'node:timers/promises'
import {answersHttps, prepareHttps, type Entrance, type NifiHttps} from './nifi-https.ts'

/** An unpacked NiFi that a test may use: never written to. */
export interface NifiHome {
  readonly version: string
  readonly hasHttps: boolean
  /** Whether the one user with a password that NiFi 1.14 and later know can sign in. */
  readonly hasLogin: boolean
  readonly path: string
  readonly java: string
}

export interface NifiProcess {
  readonly address: string
  /** Of https; it is a client's as well. */
  readonly certificate: NifiHttps['certificate'] | null
  /** Ends it as `kill -9` does; what it holds on disk stays. */
  kill(): Promise<void>
  /** Starts it again, after a kill, on what it held. */
  start(): Promise<void>
  /** Ends it in good order, and removes what it held. */
  stop(): Promise<void>
}

const bootMs = 240_000
const endMs = 60_000

const subfolders = (path: string): readonly string[] =>
  existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []

/** Those that are tried: all, or the first one where `CQUBE_REPLAY_NIFI` says `first`, since each takes minutes. */
export const nifiHomes = (): readonly NifiHome[] => foundHomes().slice(0, isFirstOnly() ? 1 : undefined)

const isFirstOnly = (): boolean => process.env['CQUBE_REPLAY_NIFI'] === 'first'

/** Why a NiFi is not tried, for the line of a test that is skipped; null: all are. */
export function whyNotTried(): string | null {
  const [first, ...others] = foundHomes()
  if (first === undefined)
    return 'no NiFi home in CQUBE_REPLAY_NIFI_HOMES or ~/.cache/cqube-replay/nifi, so no real NiFi was tried'
  if (!isFirstOnly() || others.length === 0) return null
  return `only NiFi ${first.version} was tried; npm run test:real tries ${others.map(({version}) => version).join(' and ')} as well`
}

/** Those of the environment, or those in the cache of this project; each with the Java that it needs. */
function foundHomes(): readonly NifiHome[] {
  const named = process.env['CQUBE_REPLAY_NIFI_HOMES']
  const paths =
    named === undefined ? subfolders(join(homedir(), '.cache/cqube-replay/nifi')) : named.split(':').filter(Boolean)
  return paths.flatMap((path) => {
    const version = versionOf(path)
    const java = version === null ? undefined : javaFor(version)
    return version === null || java === undefined
      ? []
      : [{version, path, java, hasHttps: hasHttps(path), hasLogin: hasLogin(path)}]
  })
}

/** The jar of the framework has NiFi's version; that of nifi-api has one of its own. */
function versionOf(home: string): string | null {
  if (!existsSync(join(home, 'conf/nifi.properties')) || !existsSync(join(home, 'lib'))) return null
  const found = readdirSync(join(home, 'lib')).map((name) => /^nifi-framework-api-(.+)\.jar$/.exec(name)?.[1])
  return found.find((version) => version !== undefined) ?? null
}

/** Late versions of NiFi 1 read the files of https with jars that a home built of few parts may lack. */
const hasHttps = (home: string): boolean => {
  const names = (folder: string): readonly string[] => subfolders(join(home, folder))
  const isLate = names('lib/bootstrap').some((path) => path.includes('nifi-property-protection-api'))
  return !isLate || names('lib/properties').some((path) => path.includes('nifi-property-protection-factory'))
}

const hasLogin = (home: string): boolean =>
  readdirSync(join(home, 'lib')).some((name) => name.startsWith('nifi-single-user-iaa-providers-nar'))

const isFirst = (version: string): boolean => version.startsWith('1.')

/** NiFi 1 runs on Java 8 to 17, NiFi 2 on 21 and later. */
export function javaFor(version: string): string | undefined {
  const homes = [process.env['JAVA_HOME'] ?? '', ...subfolders('/usr/lib/jvm')].filter((home) => home !== '')
  return [...homes.map((home) => join(home, 'bin/java')), 'java'].find((java) => {
    const major = majorOf(java)
    return isFirst(version) ? major >= 8 && major <= 17 : major >= 21
  })
}

function majorOf(java: string): number {
  try {
    const told = execFileSync('sh', ['-c', '"$0" -version 2>&1', java], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString()
    const [, first = '0', second = '0'] = /version "(\d+)(?:\.(\d+))?/.exec(told) ?? []
    return Number(first === '1' ? second : first)
  } catch {
    return 0
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const propertiesOf = (port: number): Readonly<Record<string, string>> => ({
  'nifi.web.http.host': '127.0.0.1',
  'nifi.web.http.port': String(port),
  'nifi.web.https.host': '',
  'nifi.web.https.port': '',
  'nifi.remote.input.host': '127.0.0.1',
  'nifi.remote.input.secure': 'false',
  'nifi.remote.input.socket.port': '',
  'nifi.remote.input.http.enabled': 'false',
  'nifi.security.keystore': '',
  'nifi.security.keystoreType': '',
  'nifi.security.keystorePasswd': '',
  'nifi.security.keyPasswd': '',
  'nifi.security.truststore': '',
  'nifi.security.truststoreType': '',
  'nifi.security.truststorePasswd': '',
  'nifi.security.user.login.identity.provider': '',
  'nifi.sensitive.props.key': 'only-for-this-test',
  'nifi.cluster.is.node': 'false',
  // With it, on a disk that is more than half full, NiFi writes nothing in its first minute.
  'nifi.content.repository.archive.enabled': 'false',
  // The time to the next attempt of what failed; 30 s where nobody changed it.
  'nifi.administrative.yield.duration': '1 sec',
})

/** A folder of its own with a copy of the settings: everything that NiFi writes goes there. */
function prepare({path}: NifiHome): string {
  const folder = mkdtempSync(join(tmpdir(), 'cqube-replay-nifi-'))
  cpSync(join(path, 'conf'), join(folder, 'conf'), {recursive: true})
  symlinkSync(join(path, 'lib'), join(folder, 'lib'))
  for (const name of ['logs', 'extensions', 'state']) mkdirSync(join(folder, name))
  return folder
}

function setProperties(folder: string, own: Readonly<Record<string, string>>): void {
  const file = join(folder, 'conf/nifi.properties')
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !((line.split('=')[0] ?? '').trim() in own))
  const added = Object.entries(own).map(([key, value]) => `${key}=${value}`)
  writeFileSync(file, [...kept, ...added, ''].join('\n'))
}

function argumentsOf(version: string, folder: string, managementPort: number): readonly string[] {
  const opened = [
    'java.lang',
    'java.lang.reflect',
    'java.util',
    'java.util.concurrent',
    'java.io',
    'java.net',
    'java.nio',
  ]
  const opens = [...opened, 'java.text', 'sun.nio.ch'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`)
  const first = [...opens, '-Dapp=NiFi', '-cp', 'conf:lib/*:lib/java11/*']
  const second = [`-Dorg.apache.nifi.management.server.address=127.0.0.1:${managementPort}`, '-cp', 'conf:lib/*']
  return [
    '-Xms256m',
    '-Xmx768m',
    '-Djava.awt.headless=true',
    `-Dnifi.properties.file.path=${folder}/conf/nifi.properties`,
    `-Dorg.apache.nifi.bootstrap.config.log.dir=${folder}/logs`,
    ...(isFirst(version) ? first : second),
    'org.apache.nifi.NiFi',
  ]
}

/**
 * Starts a NiFi on loopback and waits until it answers.
 * @param entrance over https; absent: plain http, and it asks nobody who they are
 */
export async function startNifi(home: NifiHome, entrance?: Entrance): Promise<NifiProcess> {
  const [port, managementPort] = [await freePort(), await freePort()]
  const folder = prepare(home)
  const https = entrance === undefined ? null : prepareHttps(folder, home.java, port, entrance)
  setProperties(folder, {...propertiesOf(port), ...https?.properties})
  const address = `${https === null ? 'http' : 'https'}://127.0.0.1:${port}`
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    const log = openSync(join(folder, 'logs/console'), 'a')
    child = spawn(home.java, argumentsOf(home.version, folder, managementPort), {
      cwd: folder,
      stdio: ['ignore', log, log],
    })
    const end = Date.now() + bootMs
    while (!(await (https === null ? answers(address) : answersHttps(address, https)))) {
      if (child.exitCode !== null || Date.now() > end)
        throw new Error(`NiFi ${home.version} did not start: see ${folder}/logs.`)
      await wait(250)
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child
    child = null
    if (ending === null || ending.exitCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    const timer = setTimeout(() => ending.kill('SIGKILL'), endMs)
    await ended
    clearTimeout(timer)
  }

  await start()
  return {
    address,
    certificate: https?.certificate ?? null,
    kill: () => end('SIGKILL'),
    start,
    stop: async () => {
      await end('SIGTERM')
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/nifi-api/flow/process-groups/root`)).ok
  } catch {
    return false
  }
}
