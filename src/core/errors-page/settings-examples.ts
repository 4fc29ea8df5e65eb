import type {SettingsProblemCode} from '../settings/settings-problems.ts'

/** What a code of the settings means, and a settings file that has this problem and no other. */
export const settingsExamples: Readonly<Record<SettingsProblemCode, {readonly means: string; readonly text: string}>> =
  {
    SETTINGS_SHAPE: {
      means: 'A key holds a list or a mapping where one value is meant, or the other way round.',
      text: 'limits: [100]\n',
    },
    SETTINGS_KEY_UNKNOWN: {means: 'A key has no meaning here; most often it is misspelt.', text: 'pausd: true\n'},
    SETTINGS_HOLD_SECRET: {
      means:
        'A password or key stands in the file, which everyone who reads the repository could use. It is never shown.',
      text: 'database: {password: example}\n',
    },
    SETTINGS_NOT_A_SWITCH: {means: 'A key that is on or off holds another word.', text: 'paused: yes\n'},
    SETTINGS_NOT_A_NUMBER: {
      means: 'A key that holds a number holds something else, perhaps a number with separators or a unit.',
      text: 'limits: {rows_per_run: 10 million}\n',
    },
    SETTINGS_OUT_OF_RANGE: {
      means: 'A number is too small or too large to be meant.',
      text: 'git: {timeout_seconds: 0}\n',
    },
    SETTINGS_NOT_ONE_OF: {means: 'A key that takes one of a few words holds another one.', text: 'engine: mysql\n'},
    SETTINGS_TWICE: {means: 'A list names the same thing twice.', text: 'archive: {except: [udise, udise]}\n'},
    SETTINGS_FORMAT_NEEDS_NIFI: {
      means: 'The document format is the one of the stock NiFi flow, which is not driven yet.',
      text: 'emission: {format: workflow}\n',
    },
    SETTINGS_NIFI_ADDRESS_INVALID: {
      means: 'The address of NiFi is no plain address of a server.',
      text: 'nifi: {address: nifi.example.org}\n',
    },
    SETTINGS_NIFI_ADDRESS_MISSING: {
      means: 'A run is to speak to NiFi and is not told where it is.',
      text: 'engine: nifi\n',
    },
    SETTINGS_NIFI_NAME_INVALID: {
      means: 'The name of a machine, a group, a user or a role is none.',
      text: 'nifi: {database_user: "NiFi role"}\n',
    },
    SETTINGS_NIFI_PATH_INVALID: {
      means: "A path on NiFi's machine does not begin at its root.",
      text: 'nifi: {driver_file: lib/postgresql.jar}\n',
    },
    SETTINGS_NIFI_INCOMPLETE: {
      means: 'The way to sign in to NiFi needs a key that is not set.',
      text: 'nifi: {address: "https://nifi:8443", sign_in: password}\n',
    },
    SETTINGS_NIFI_PLAIN_HTTP: {
      means: 'A sign-in would go over a connection that everybody on the way can read.',
      text: 'nifi: {address: "http://nifi:8080", sign_in: token}\n',
    },
    SETTINGS_JDBC_INVALID: {
      means: 'The JDBC address is none, or holds the user or the password.',
      text: 'nifi: {database_url: "postgresql://db/cqube"}\n',
    },
    SETTINGS_TIME_ZONE_UNKNOWN: {means: 'No time zone has this name.', text: 'time_zone: India\n'},
    SETTINGS_PATH_UNSAFE: {
      means: 'A folder lies outside of the repository, or has a name that could be taken for something else.',
      text: 'requests: {directory: ../requests}\n',
    },
    SETTINGS_DIRECTORIES_OVERLAP: {
      means: 'Requests and reports share a folder, so that a report could be taken for a request.',
      text: 'requests: {directory: replay}\ngit: {reports_directory: replay/reports}\n',
    },
    SETTINGS_EMISSION_DIRECTORY_UNSAFE: {
      means: 'The emission folder is no path, or one in which stock flows would take the documents for their own.',
      text: 'emission: {directory: s3://bucket}\n',
    },
    SETTINGS_PREFIX_ROUTED: {
      means: 'Stock flows of cQube route this prefix: they would act on the documents a second time.',
      text: 'emission: {prefix: data_replay}\n',
    },
    SETTINGS_PREFIX_INVALID: {
      means: 'A key prefix holds characters that not every store takes.',
      text: 'emission: {prefix: Replay}\n',
    },
    SETTINGS_OUTPUTS_DIRECTORY_UNSAFE: {
      means: 'The output folder is no path of a folder.',
      text: 'outputs: {directory: s3://bucket}\n',
    },
    SETTINGS_PREFIX_REPORTED: {
      means: "The archive prefix is one that cQube's reports read: what is moved there would still be shown.",
      text: 'outputs: {archive_prefix: attendance}\n',
    },
    SETTINGS_BUCKET_INVALID: {
      means: 'A bucket has a name that no bucket has; often it is an address or a key.',
      text: 'emission: {storage: s3, bucket: "s3://cqube-emission"}\n',
    },
    SETTINGS_BUCKET_MISSING: {means: 'A store is in S3, and no bucket is named.', text: 'emission: {storage: s3}\n'},
    SETTINGS_ENDPOINT_INVALID: {
      means: 'The address of the S3 server has a path, credentials, or no http or https before it.',
      text: 's3: {endpoint: "minio:9000"}\n',
    },
    SETTINGS_REGION_INVALID: {means: 'The region is none.', text: 's3: {region: "Mumbai (India)"}\n'},
    SETTINGS_CA_FILE_INVALID: {means: 'The file of the authority is no path.', text: 's3: {ca_file: certificates/}\n'},
    SETTINGS_EMBEDDED_NEEDS_LOCAL: {
      means: 'The runner shall load files by itself, and they come to a bucket, where it does not read them.',
      text: 'emission: {storage: s3, bucket: cqube-emission}\ningestion: {embedded: true}\n',
    },
    SETTINGS_CRON_INVALID: {means: 'A schedule is no cron pattern.', text: 'schedule: {cron: ["every night"]}\n'},
    SETTINGS_BRANCH_UNSAFE: {
      means: 'A branch has a name that git does not take, or takes for something else.',
      text: 'git: {branch: -main}\n',
    },
    SETTINGS_REMOTE_UNSAFE: {
      means: 'The remote is neither the name of one nor an address of a known kind; git could run a program for it.',
      text: 'git: {remote: "ext::sh"}\n',
    },
    SETTINGS_PROTOCOL_NOT_ALLOWED: {
      means: 'The address of the remote needs a transport that `git.protocols` does not list.',
      text: 'git: {remote: /srv/git/replay.git}\n',
    },
    SETTINGS_AUTHOR_INVALID: {
      means: 'Name or e-mail address of the author cannot stand in a commit.',
      text: 'git: {author_email: nobody}\n',
    },
    SETTINGS_APPROVER_INVALID: {
      means: 'Who approves is named in a way that names nobody.',
      text: 'approval: {provider: github, approvers: ["@Data Owners"]}\n',
    },
    SETTINGS_APPROVERS_MISSING: {
      means: 'Approvals are asked for, and too few people are named who could give them.',
      text: 'approval: {provider: github, approvers: [meera-k], approvals: 2}\n',
    },
    SETTINGS_API_URL_INVALID: {
      means: "The address of GitHub's interface is none, or is not encrypted.",
      text: 'github: {api_url: github.example.org}\n',
    },
    SETTINGS_REPOSITORY_INVALID: {
      means: 'The repository on GitHub is not named by its owner and its name.',
      text: 'github: {repository: replays}\n',
    },
    SETTINGS_SCHEMA_NAME_INVALID: {
      means: "The schema of cQube's tables has a name that no schema has, or one of the ledger's.",
      text: 'database: {data_schema: cqube_replay}\n',
    },
    SETTINGS_SOURCE_UNKNOWN: {
      means: 'A list names a data source that nobody knows.',
      text: 'archive: {except: [Udise]}\n',
    },
    SETTINGS_SOURCE_NOT_FULL_REFRESH: {
      means: 'A data source is allowed a full refresh that is never replayed as a whole.',
      text: 'limits: {full_refresh: [crc]}\n',
    },
    SETTINGS_SOURCE_NAME_INVALID: {
      means: 'An added data source has a name that cannot be one.',
      text: 'added_sources: {Meals: all}\n',
    },
    SETTINGS_SOURCE_IS_CQUBES: {
      means: 'An added data source has the name of one of the ten of cQube.',
      text: 'added_sources: {udise: all}\n',
    },
  }
