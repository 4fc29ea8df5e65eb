import type {SelectionKind} from '../slice.ts'

/** `local`: a directory, as in cQube's own local mode; `s3`: a bucket of the S3 server in the section `s3`. */
export type Storage = 'local' | 's3'

export interface S3Settings {
  /** Address without path, credentials and query; null: Amazon's own of the region. */
  readonly endpoint: string | null
  readonly region: string
  /** Whether the bucket is the first part of the path instead of the host name. */
  readonly pathStyle: boolean
  /** PEM file of the authority that signed the server's certificate, absolute or relative to the repository's root. */
  readonly caFile: string | null
  /** For a connection, and for a server that sends nothing. */
  readonly timeoutSeconds: number
  /** Whether a new key is written on the condition that it is free, or is looked at before, without the condition. */
  readonly conditionalPut: 'required' | 'read_first'
}

/** `cqube-replay.yaml`, checked, with its defaults filled in. Holds no secret: those come from the environment only. */
export interface Settings {
  /** IANA name; times in reports, "today" and the schedule are of this zone. */
  readonly timeZone: string
  /** True stops every start of a run, like `cqube-replay pause`. */
  readonly paused: boolean
  /** Folder of the request files, relative to the repository's root, without a trailing slash. */
  readonly requestsDirectory: string
  readonly git: {
    readonly remote: string
    /** The protected branch: only requests on it act. */
    readonly branch: string
    readonly reportsBranch: string
    readonly reportsDirectory: string
    readonly authorName: string
    readonly authorEmail: string
    readonly timeoutSeconds: number
    /** Transports that git may use. */
    readonly protocols: readonly ('https' | 'ssh' | 'file')[]
  }
  readonly database: {
    /** Schema of cQube's own tables. */
    readonly dataSchema: string
    readonly lockTimeoutSeconds: number
    /** 0: none. */
    readonly statementTimeoutSeconds: number
  }
  readonly engine: 'postgres'
  readonly emission: {
    readonly storage: Storage
    /** Of the storage `local`: absolute, or relative to the repository's root. */
    readonly directory: string
    /** Of the storage `s3`, which has one. */
    readonly bucket: string | null
    readonly format: 'documented'
    /** Key prefix of the documents, without slashes at its ends; never one that a stock flow routes. */
    readonly prefix: string
  }
  readonly archive: {
    readonly enabled: boolean
    /** Data sources that are not archived although the archive is on. */
    readonly except: readonly string[]
    /** Days after which a run drops an archive table; null: never. */
    readonly keepDays: number | null
  }
  readonly limits: {
    readonly rowsPerRequest: number
    readonly rowsPerRun: number
    /** 0 < share ≤ 1 of a table's rows that one request may take. */
    readonly tableShare: number
    /** Tables with fewer rows are exempt from `tableShare`. */
    readonly tableShareFromRows: number
    /** Data sources whose full refresh is allowed. */
    readonly fullRefresh: readonly string[]
  }
  readonly requireExpect: boolean
  /** 0 … 100: how far the live count may be from the expected one, per data source and per table. */
  readonly driftTolerancePercent: number
  /** Minutes after which an open row of the stock replay no longer refuses a deletion; null: it always does. */
  readonly stockReplayIgnoreAfterMinutes: number | null
  readonly run: {
    readonly leaseSeconds: number
    /** A submitted deletion older than this is voided, not finished, by the run that finds it. */
    readonly resumeWithinHours: number
  }
  /** The objects that cQube's reports read. */
  readonly outputs: {
    readonly storage: Storage
    /** Of the storage `local`: absolute, or relative to the repository's root; null: outputs are not looked after. */
    readonly directory: string | null
    /** Of the storage `s3`, which has one. */
    readonly bucket: string | null
    /** What becomes of objects of a period without rows: moved to the run's archive prefix, or left and named. */
    readonly stale: 'archive' | 'keep'
    /** Key prefix below which each run archives stale objects, without slashes at its ends. */
    readonly archivePrefix: string
    /** Whether the materialized views that a deletion leaves stale are refreshed. */
    readonly refreshViews: boolean
  }
  /** The S3 server of the stores whose storage is `s3`. Credentials come from the SDK's default chain. */
  readonly s3: S3Settings
  /** Files of corrected data, on their way back into the tables. */
  readonly ingestion: {
    /** Whether the runner itself loads re-emitted files: the stand-in for cQube's NiFi where there is none. */
    readonly embedded: boolean
    /** What a deletion does while files of its data source are being processed. */
    readonly inFlight: 'refuse' | 'wait'
    readonly waitMinutes: number
    /** Minutes after which a file that is still being processed no longer counts; null: it always does. */
    readonly ignoreOpenRowsAfterMinutes: number | null
  }
  /** When the daemon starts runs. */
  readonly schedule: {
    /** Cron patterns on the clocks of `timeZone`; a run starts when any of them is due. */
    readonly cron: readonly string[]
    /** Whether a start that was missed (machine off, run in progress) is made up for at once. */
    readonly runMissed: boolean
  }
  /** Data sources beyond cQube's ten that an administrator added with `db catalogue apply`. */
  readonly addedSources: Readonly<Record<string, SelectionKind>>
}
