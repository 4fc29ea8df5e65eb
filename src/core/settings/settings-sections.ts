import {oneOf, switchRule} from '../document/scalar-rules.ts'
import type {Section} from '../document/section.ts'
import {emissionDirectory, emissionFormat, emissionPrefix} from './emission-rules.ts'
import {authorEmail, authorName, branchName, protocolOf, protocols, remoteName} from './git-rules.ts'
import {decimal, integer, integerOrNever} from './number-rules.ts'
import {outputArchivePrefix, outputsDirectory} from './output-rules.ts'
import {dataSchema, folderInRepository} from './place-rules.ts'
import {bucketName, caFile, endpoint, region, storage} from './s3-rules.ts'
import {cronPattern} from './schedule-rules.ts'
import type {Settings, Storage} from './settings.ts'
import {dataSourceName, fullRefreshName, type SourceKinds} from './source-rules.ts'

const trueOrFalse = switchRule('SETTINGS_NOT_A_SWITCH')
const mostRows = 1_000_000_000_000

export function gitOf(section: Section): Settings['git'] {
  const git = {
    remote: section.scalar('remote', remoteName, 'origin'),
    branch: section.scalar('branch', branchName, 'main'),
    reportsBranch: section.scalar('reports_branch', branchName, 'replay-reports'),
    reportsDirectory: section.scalar('reports_directory', folderInRepository, 'replay-reports'),
    authorName: section.scalar('author_name', authorName, 'cqube-replay'),
    authorEmail: section.scalar('author_email', authorEmail, 'cqube-replay@localhost'),
    timeoutSeconds: section.scalar('timeout_seconds', integer(1, 3600), 60),
    protocols: section.list('protocols', oneOf('SETTINGS_NOT_ONE_OF', protocols), ['https', 'ssh']),
  }
  section.finish()
  const needed = protocolOf(git.remote)
  if (needed !== null && !git.protocols.includes(needed)) {
    const what = `\`remote\` is an address of the transport "${needed}", which \`protocols\` does not list.`
    section.complain('SETTINGS_PROTOCOL_NOT_ALLOWED', what, 'remote')
  }
  return git
}

export function databaseOf(section: Section): Settings['database'] {
  const database = {
    dataSchema: section.scalar('data_schema', dataSchema, 'public'),
    lockTimeoutSeconds: section.scalar('lock_timeout_seconds', integer(1, 3600), 30),
    statementTimeoutSeconds: section.scalar('statement_timeout_seconds', integer(0, 86_400), 0),
  }
  section.finish()
  return database
}

export function emissionOf(section: Section): Settings['emission'] {
  const kind = section.scalar('storage', storage, 'local')
  const emission = {
    storage: kind,
    directory: section.scalar('directory', emissionDirectory, 'emission'),
    bucket: bucketOf(section, kind),
    format: section.scalar('format', emissionFormat, 'documented'),
    prefix: section.scalar('prefix', emissionPrefix, 'cqube_replay'),
  }
  section.finish()
  return emission
}

export function archiveOf(section: Section, added: SourceKinds): Settings['archive'] {
  const archive = {
    enabled: section.scalar('enabled', trueOrFalse, true),
    except: section.list('except', dataSourceName(added), []),
    keepDays: section.scalar('keep_days', integerOrNever(1, 36_500), 90),
  }
  section.finish()
  return archive
}

export function limitsOf(section: Section, added: SourceKinds): Settings['limits'] {
  const limits = {
    rowsPerRequest: section.scalar('rows_per_request', integer(1, mostRows), 50_000_000),
    rowsPerRun: section.scalar('rows_per_run', integer(1, mostRows), 100_000_000),
    tableShare: section.scalar('table_share', decimal({from: 0, to: 1, above: true}), 0.5),
    tableShareFromRows: section.scalar('table_share_from_rows', integer(0, mostRows), 1000),
    fullRefresh: section.list('full_refresh', fullRefreshName(added), []),
  }
  section.finish()
  return limits
}

export function outputsOf(section: Section): Settings['outputs'] {
  const kind = section.scalar('storage', storage, 'local')
  const outputs = {
    storage: kind,
    directory: section.scalar('directory', outputsDirectory, null),
    bucket: bucketOf(section, kind),
    stale: section.scalar('stale', oneOf('SETTINGS_NOT_ONE_OF', ['archive', 'keep'] as const), 'archive'),
    archivePrefix: section.scalar('archive_prefix', outputArchivePrefix, 'cqube_replay_archive'),
    refreshViews: section.scalar('refresh_views', trueOrFalse, false),
  }
  section.finish()
  return outputs
}

/** A store in S3 without the name of its bucket is no store. */
function bucketOf(section: Section, kind: Storage): string | null {
  const problemsBefore = section.problemCount()
  const bucket = section.scalar('bucket', bucketName, null)
  if (kind === 's3' && bucket === null && section.problemCount() === problemsBefore) {
    const what = `\`${section.name}\` has the storage \`s3\` and names no \`bucket\`.`
    section.complain('SETTINGS_BUCKET_MISSING', what, section.has('bucket') ? 'bucket' : 'storage')
  }
  return bucket
}

export function s3Of(section: Section): Settings['s3'] {
  const s3 = {
    endpoint: section.scalar('endpoint', endpoint, null),
    region: section.scalar('region', region, 'us-east-1'),
    pathStyle: section.scalar('path_style', trueOrFalse, true),
    caFile: section.scalar('ca_file', caFile, null),
    timeoutSeconds: section.scalar('timeout_seconds', integer(1, 600), 30),
    conditionalPut: section.scalar(
      'conditional_put',
      oneOf('SETTINGS_NOT_ONE_OF', ['required', 'read_first'] as const),
      'required',
    ),
  }
  section.finish()
  return s3
}

export function ingestionOf(section: Section): Settings['ingestion'] {
  const ingestion = {
    embedded: section.scalar('embedded', trueOrFalse, false),
    inFlight: section.scalar('in_flight', oneOf('SETTINGS_NOT_ONE_OF', ['refuse', 'wait'] as const), 'refuse'),
    waitMinutes: section.scalar('wait_minutes', integer(1, 1440), 60),
    ignoreOpenRowsAfterMinutes: section.scalar('ignore_open_rows_after_minutes', integerOrNever(1, 1_000_000), null),
  }
  section.finish()
  return ingestion
}

export function scheduleOf(section: Section): Settings['schedule'] {
  const schedule = {
    cron: section.list('cron', cronPattern, ['0 22 * * *']),
    runMissed: section.scalar('run_missed', trueOrFalse, true),
  }
  section.finish()
  return schedule
}
