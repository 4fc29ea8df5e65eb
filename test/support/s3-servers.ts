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
  stop(): Promise<void>
}

interface Launch {
  readonly command: string
  readonly args: readonly string[]
}

function launchVersitygw(tool: string, port: number, directory: string): Launch {
  const [data, identities] = [join(directory, 'data'), join(directory, 'iam')]
  for (const each of [data, identities]) mkdirSync(each)
  const keys = ['--access', accessKey, '--secret', secretKey, '--iam-dir', identities]
  return {command: tool, args: ['-q', ...keys, '--port', `127.0.0.1:${port}`, 'posix', data]}
}

const launches = {
  'versitygw-1.8.0': launchVersitygw,
  'versitygw-1.7.0': launchVersitygw,
  's3proxy-4.1.0': (tool: string, port: number, directory: string): Launch => {
    const [data, file] = [join(directory, 'data'), join(directory, 's3proxy.conf')]
    mkdirSync(data)
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
} as const satisfies Partial<Record<ToolName, (tool: string, port: number, directory: string) => Launch>>

export type S3ServerName = keyof typeof launches
/** Servers that hold the condition of a put. */
export const goodServers = ['versitygw-1.8.0', 's3proxy-4.1.0'] as const satisfies readonly S3ServerName[]

export const isMissing = (name: S3ServerName): boolean => toolPath(name) === null

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

/** A server of the test's own, on loopback, with credentials that it checks. */
export async function startS3(name: S3ServerName): Promise<S3Server> {
  const tool = toolPath(name)
  if (tool === null) throw new Error(`${name} is missing.`)
  Object.assign(process.env, testCredentials)
  const directory = mkdtempSync(join(tmpdir(), 'cqube-replay-s3-'))
  const port = await freePort()
  const {command, args} = launches[name](tool, port, directory)
  const child = spawn(command, args, {stdio: 'ignore'})
  // A program that is not on this machine ends without an exit.
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    rmSync(directory, {recursive: true, force: true})
  }
  const endpoint = `http://127.0.0.1:${port}`
  const s3 = openS3(s3SettingsOf(endpoint), '/')
  try {
    await firstBucket(s3, child)
  } catch (error) {
    await stop()
    throw error
  }
  return {endpoint, newBucket: () => createBucket(s3), stop}
}
