import {readFileSync} from 'node:fs'
import type {IncomingMessage} from 'node:http'
import {Agent} from 'node:https'
import {isAbsolute, join} from 'node:path'
import {Readable} from 'node:stream'
import {S3Client} from '@aws-sdk/client-s3'
import {ReplayError} from '../../core/replay-error.ts'
import type {S3Settings} from '../../core/settings/settings.ts'

/** The same server twice: some requests may be sent again by the client itself, and some only by whoever knows why. */
export interface S3Connection {
  /** Sends again what may be sent again. */
  readonly patient: S3Client
  /** Sends once: after a second attempt a refusal could be the answer to our own first one. */
  readonly once: S3Client
}

const mostAttempts = 4

/**
 * Credentials come from the default chain of the AWS SDK: environment, profile, role of the machine.
 * @param root of the operator's repository, from which `ca_file` is reckoned
 * @throws {ReplayError} FILE_UNREADABLE for the file of the authority
 */
export function openS3(settings: S3Settings, root: string): S3Connection {
  const timeout = settings.timeoutSeconds * 1000
  const shared = {
    region: settings.region,
    ...(settings.endpoint === null ? {} : {endpoint: settings.endpoint}),
    forcePathStyle: settings.pathStyle,
    // Servers that are not Amazon's often refuse the checksums that the SDK would add by itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: timeout,
      socketTimeout: timeout,
      ...(settings.caFile === null
        ? {}
        : {httpsAgent: new Agent({keepAlive: true, ca: authority(settings.caFile, root)})}),
    },
  } as const
  return {
    patient: readingWhole(new S3Client({...shared, maxAttempts: mostAttempts}), timeout),
    once: readingWhole(new S3Client({...shared, maxAttempts: 1}), timeout),
  }
}

/**
 * Reads each answer to its end where the client still sees it fail. Left to the SDK, one that is cut half-way is waited
 * for without end (it splits the stream, and the copy is not told of the cut), and its time-out ends with the headers.
 */
function readingWhole(client: S3Client, timeout: number): S3Client {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const response = result.response as {body: unknown}
      response.body = await wholeOf(response.body as IncomingMessage, timeout)
      return result
    },
    // The lowest stands next to the network: before the stream is split, and inside of what is tried again.
    {step: 'deserialize', priority: 'low', name: 'readWholeAnswer'},
  )
  return client
}

async function wholeOf(body: IncomingMessage, timeout: number): Promise<Readable> {
  body.setTimeout(timeout, () => {
    body.destroy(Object.assign(new Error('The answer stopped half-way.'), {name: 'TimeoutError'}))
  })
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part as Uint8Array)
  return Readable.from(parts, {objectMode: false})
}

function authority(caFile: string, root: string): Buffer {
  const path = isAbsolute(caFile) ? caFile : join(root, caFile)
  try {
    return readFileSync(path)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    throw new ReplayError('FILE_UNREADABLE', `${path}, named by \`s3.ca_file\`, was not read (${code}).`, {path}, error)
  }
}
