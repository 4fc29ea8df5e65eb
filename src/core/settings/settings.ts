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

/** Who must have agreed to a request before a run takes it. */
export interface ApprovalSettings {
  /** `github`: reviews of merged pull requests; `signed-commits`: signatures, without a forge; `none`: nobody. */
  readonly provider: 'none' | 'github' | 'signed-commits'
  /** Logins and `organisation/team` of GitHub; principals of the allowed-signers file. */
  readonly approvers: readonly string[]
  readonly approvals: number
  /** Of a full refresh, and of a request with at least `largeFromRows` rows. */
  readonly approvalsLarge: number
  /** Null: rows make no request large. */
  readonly largeFromRows: number | null
  /** Path of the allowed-signers file (ssh-keygen) in the repository; read from the protected branch. */
  readonly signersFile: string
}

/** Where GitHub's interface is. The token comes from the environment. */
export interface GithubSettings {
  /** Null: as the environment of a workflow says, else that of the remote's host. */
  readonly apiUrl: string | null
  /** `owner/name`; null: as the environment of a workflow says, else the path of the remote. */
  readonly repository: string | null
  readonly timeoutSeconds: number
}

export interface PullRequestSettings {
  /** Whether plans and outcomes are written as comments. */
  readonly comment: boolean
  /** Whether a plan commits the row contract to the branch of a pull request of the same repository. */
  readonly commitExpect: boolean
  /** Whether the daemon plans open pull requests of the same repository. */
  readonly planByDaemon: boolean
}

/** How to reach NiFi, and what it is asked to do. Its secrets come from the environment or from files. */
export interface NifiSettings {
  /** Address without path, credentials and query; null: the runner does not speak to NiFi. */
  readonly address: string | null
  /** What the server's certificate is for, where the address is another name. */
  readonly serverName: string | null
  readonly caFile: string | null
  readonly signIn: 'none' | 'password' | 'token' | 'certificate'
  /** Of the sign-in `password`. */
  readonly user: string | null
  /** Of the sign-in `token`: read again when it is renewed; null: it is in the environment. */
  readonly tokenFile: string | null
  /** Of the sign-in `certificate`: PEM files. */
  readonly certificateFile: string | null
  readonly keyFile: string | null
  readonly timeoutSeconds: number
  /** Name of the process group of our flow. */
  readonly group: string
  /** `run`: a run starts the flow where it is stopped, and stops it again; `schedule`: the flow runs by itself. */
  readonly trigger: 'run' | 'schedule'
  /** How long one deletion may take from when the run waits for it. Then it is voided. */
  readonly deadlineMinutes: number
  /** As NiFi sees the database; null: as the one who installs the flow sees it. */
  readonly databaseUrl: string | null
  readonly databaseUser: string
  /** Of the JDBC driver, on NiFi's machine; null: NiFi finds it in its own `lib`. */
  readonly driverFile: string | null
  /** The local emission store as NiFi sees it; null: as the runner does. */
  readonly emissionDirectory: string | null
  /** How NiFi signs in to S3: with keys that the installation is given, or as its machine is allowed. */
  readonly s3SignIn: 'keys' | 'default'
  /** Names of process groups that load files: a run may start them while slices wait for their rows. */
  readonly loadingGroups: readonly string[]
  readonly loadingMinutes: number
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
  readonly engine: 'postgres' | 'nifi'
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
  readonly approval: ApprovalSettings
  readonly github: GithubSettings
  readonly pullRequests: PullRequestSettings
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
  readonly nifi: NifiSettings
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
