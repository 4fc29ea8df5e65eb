/** Mistakes in the settings file, each with its fix; a problem may carry a more exact one. */
export const settingsProblems = {
  SETTINGS_SHAPE: 'Write the key as the settings reference (docs/settings.md) shows it.',
  SETTINGS_KEY_UNKNOWN: 'Remove the key, or write one of those in docs/settings.md.',
  SETTINGS_HOLD_SECRET:
    'Remove it from the file and from the history of the repository, change the secret, and give the new one in the environment (PGPASSWORD, DATABASE_URL or AWS_SECRET_ACCESS_KEY).',
  SETTINGS_NOT_A_SWITCH: 'Write `true` or `false`.',
  SETTINGS_NOT_A_NUMBER: 'Write the number in digits, without separators or a unit.',
  SETTINGS_OUT_OF_RANGE: 'Write a number inside the range.',
  SETTINGS_NOT_ONE_OF: 'Write one of the words that the key knows.',
  SETTINGS_TWICE: 'Name it once.',
  SETTINGS_FORMAT_NEEDS_NIFI: 'Write `format: documented`.',
  SETTINGS_TIME_ZONE_UNKNOWN: 'Write the IANA name of a time zone, such as `Asia/Kolkata`.',
  SETTINGS_PATH_UNSAFE: 'Write a folder below the root of the repository, such as `replay-requests`.',
  SETTINGS_DIRECTORIES_OVERLAP: 'Give requests and reports folders of their own, neither inside the other.',
  SETTINGS_EMISSION_DIRECTORY_UNSAFE:
    'Write the path of the emission folder, outside of `data_replay` and `data_retention`.',
  SETTINGS_PREFIX_ROUTED: 'Choose a prefix that begins with no word the stock flows route, such as `cqube_replay`.',
  SETTINGS_PREFIX_INVALID: 'Write lower-case letters, digits, `_`, `-` and `/`, such as `cqube_replay`.',
  SETTINGS_OUTPUTS_DIRECTORY_UNSAFE: 'Write the path of the output folder, or `none`.',
  SETTINGS_PREFIX_REPORTED: 'Choose a prefix that cQube does not write to, such as `cqube_replay_archive`.',
  SETTINGS_BUCKET_INVALID: 'Write the name of the bucket alone, without `s3://` and without a key.',
  SETTINGS_BUCKET_MISSING: 'Name the bucket, or write `storage: local`.',
  SETTINGS_ENDPOINT_INVALID:
    'Write it as `https://s3.example.org:9000`, or `none` for Amazon; credentials never stand here.',
  SETTINGS_REGION_INVALID:
    'Write the region of the bucket, such as `ap-south-1`; `us-east-1` where the server has none.',
  SETTINGS_CA_FILE_INVALID: 'Write the path of a PEM file, or `none`.',
  SETTINGS_EMBEDDED_NEEDS_LOCAL: 'Write `ingestion.embedded: false`, or `emission.storage: local`.',
  SETTINGS_NIFI_ADDRESS_INVALID: 'Write it as `https://nifi.example.org:8443`; credentials never stand here.',
  SETTINGS_NIFI_ADDRESS_MISSING: 'Write the address of NiFi, or take out what needs it.',
  SETTINGS_NIFI_NAME_INVALID: 'Write the name as NiFi, the machine or the database shows it.',
  SETTINGS_NIFI_PATH_INVALID: "Write the whole path, from `/` on, as NiFi's machine has it, or `none`.",
  SETTINGS_NIFI_INCOMPLETE: 'Add what is missing, or choose another `sign_in`.',
  SETTINGS_NIFI_PLAIN_HTTP: 'Write the https address of NiFi, or `sign_in: none`.',
  SETTINGS_JDBC_INVALID: 'Write it as `jdbc:postgresql://db.example.org:5432/cqube`, or `none`.',
  SETTINGS_CRON_INVALID:
    'Write five fields: minute, hour, day of the month, month, day of the week; `0 22 * * *` is every day at 22:00.',
  SETTINGS_BRANCH_UNSAFE: 'Write the plain name of the branch, such as `main`.',
  SETTINGS_REMOTE_UNSAFE: 'Write the name of a remote, such as `origin`, or an https, ssh or file address.',
  SETTINGS_PROTOCOL_NOT_ALLOWED: 'Add the transport to `git.protocols`, or use an address of one that is listed.',
  SETTINGS_AUTHOR_INVALID: 'Write a name and an e-mail address that can stand in a commit.',
  SETTINGS_APPROVER_INVALID:
    'Write the login of a person, a team as `organisation/team` (GitHub only), or a principal of the allowed-signers file.',
  SETTINGS_APPROVERS_MISSING: 'Name as many people as must approve, or a team; or write `provider: none`.',
  SETTINGS_API_URL_INVALID: 'Write it as `https://github.example.org/api/v3`, or `none`; a token never stands here.',
  SETTINGS_REPOSITORY_INVALID: 'Write it as `owner/name`, or `none`.',
  SETTINGS_SCHEMA_NAME_INVALID: "Write the name of the schema that holds cQube's tables, usually `public`.",
  SETTINGS_SOURCE_UNKNOWN: 'Name a data source of cQube, or one that `added_sources` declares.',
  SETTINGS_SOURCE_NOT_FULL_REFRESH: 'Name data sources that are replayed as a whole: udise, infrastructure, static.',
  SETTINGS_SOURCE_NAME_INVALID:
    'Write a lower-case letter, then lower-case letters, digits and `_`, at most 63 together.',
  SETTINGS_SOURCE_IS_CQUBES: 'Remove the entry: the ten data sources of cQube are always known.',
} as const satisfies Record<`SETTINGS_${string}`, string>

export type SettingsProblemCode = keyof typeof settingsProblems
