import {spawn, type ChildProcess} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {CreateBucketCommand} from '@aws-sdk/client-s3'
import {openS3, type S3Connection} from '../../src/adapters/s3/s3-client.ts'
import {s3SettingsOf, testCredentials} from './s3.ts'
import {toolPath, type ToolName} from './test-tools.ts'

const {AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey} = testCredentials

export interface S3Server {
  readonly endpoint: string
  /** Makes a bucket that nobody has used. */
  newBucket(): Promise<string>
  /** At once and without a word; what it holds stays. */
  kill(): void
  /** Starts it again after `kill`, at the same address and with what it held. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

type Launcher = (tool: string, port: number, directory: string) => Launch

/** Makes a folder, which may be there from before a restart. */
const made = (path: string): string => {
  mkdirSync(path, {recursive: true})
  return path
}

function launchVersitygw(tool: string, port: number, directory: string): Launch {
  const [data, identities] = [made(join(directory, 'data')), made(join(directory, 'iam'))]
  const keys = ['--access', accessKey, '--secret', secretKey, '--iam-dir', identities]
  return {command: tool, args: ['-q', ...keys, '--port', `127.0.0.1:${port}`, 'posix', data]}
}

const launches = {
  'versitygw-1.8.0': launchVersitygw,
  'versitygw-1.7.0': launchVersitygw,
  's3proxy-4.1.0': (tool: string, port: number, directory: string): Launch => {
    const [data, file] = [made(join(directory, 'data')), join(directory, 's3proxy.conf')]
    const lines = {
      's3proxy.endpoint': `http://127.0.0.1:${port}`,
      's3proxy.authorization': 'aws-v2-or-v4',
      's3proxy.identity': accessKey,
      's3proxy.credential': secretKey,
      'jclouds.provider': 'filesystem-nio2',
      'jclouds.filesystem.basedir': data,
    }
    writeFileSync(
      file,
      Object.entries(lines)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    )
    return {command: 'java', args: ['-Xmx256m', '-jar', tool, '--properties', file]}
  },
  's3rver-3.7.1': (tool: string, port: number, directory: string): Launch => ({
    command: process.execPath,
    args: [
      tool,
      '--directory',
      made(join(directory, 'data')),
      '--address',
      '127.0.0.1',
      '--port',
      `${port}`,
      '--silent',
    ],
    environment: {NODE_OPTIONS: '--openssl-legacy-provider', NODE_NO_WARNINGS: '1'},
  }),
} as const satisfies Partial<Record<ToolName, Launcher>>

export type S3ServerName = keyof typeof launches
/** Servers that hold the condition of a put. */
export const goodServers = ['versitygw-1.8.0', 's3proxy-4.1.0'] as const satisfies readonly S3ServerName[]
/** The first answers rightly one at a time; the other ignores the condition. */
export const badServers = ['versitygw-1.7.0', 's3rver-3.7.1'] as const satisfies readonly S3ServerName[]

export const isMissing = (name: S3ServerName): boolean => toolPath(name) === null

/** Those of s3rver are built in. */
const credentialsOf = (name: S3ServerName) =>
  name === 's3rver-3.7.1' ? {AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER'} : testCredentials

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

let buckets = 0

async function createBucket(s3: S3Connection): Promise<string> {
  const name = `cqube-${process.pid}-${(buckets += 1)}`
  await s3.once.send(new CreateBucketCommand({Bucket: name}))
  return name
}

/** It is up when it makes a bucket for our credentials; whoever else may have taken the port does not. */
async function firstBucket(s3: S3Connection, child: ChildProcess): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The S3 server ended with ${child.exitCode}.`)
    try {
      await createBucket(s3)
      return
    } catch (error) {
      if (attempt === 200) throw error
      await sleep(50)
    }
  }
}

/** A server of the test's own, on loopback, with credentials that it checks and that this process has from then on. */
export async function startS3(name: S3ServerName): Promise<S3Server> {
  const tool = toolPath(name)
  if (tool === null) throw new Error(`${name} is missing.`)
  Object.assign(process.env, credentialsOf(name))
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-s3-'))
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const s3 = openS3(s3SettingsOf(endpoint), '/')
  const {command, args, environment} = launches[name](tool, port, directory)
  let child: ChildProcess
  let ended: Promise<unknown> = Promise.resolve()
  const start = async (): Promise<void> => {
    child = spawn(command, args, {stdio: 'ignore', env: {...process.env, ...environment}})
    // A program that is not on this machine ends without an exit.
    ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve))
    await firstBucket(s3, child)
  }
  const kill = (): void => {
    child.kill('SIGKILL')
  }
  const stop = async (): Promise<void> => {
    kill()
    await ended
    rmSync(directory, {recursive: true, force: true})
  }
  try {
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  const restart = async (): Promise<void> => {
    await ended
    await start()
  }
  return {endpoint, newBucket: () => createBucket(s3), kill, restart, stop}
}
