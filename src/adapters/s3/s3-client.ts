import {readFileSync} from 'node:fs'
import {Agent} from 'node:https'
import {isAbsolute, join} from 'node:path'
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
    patient: new S3Client({...shared, maxAttempts: mostAttempts}),
    once: new S3Client({...shared, maxAttempts: 1}),
  }
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
