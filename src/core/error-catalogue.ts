/** Exit codes of every entry. */
export const exitCodes = {
  done: 0,
  problems: 1,
  refused: 2,
  remoteFailed: 3,
  stopped: 4,
  reportNotPushed: 5,
  otherRunner: 6,
  bug: 70,
} as const

interface ErrorEntry {
  readonly exit: (typeof exitCodes)[keyof typeof exitCodes]
  /** What to do about it, one or two full sentences. */
  readonly fix: string
}

/** Failed acts. The codes are permanent: scripts branch on them, reports keep them. */
export const errorCatalogue = {
  // From the ledger in PostgreSQL, each with an SQLSTATE of its own (class CQ).
  DELETION_UNKNOWN: {
    exit: 2,
    fix: 'Only deletions that a run submitted can be executed: let `cqube-replay run` do it.',
  },
  DELETION_VOID: {exit: 2, fix: 'Nothing is to be done: the request is planned again by the next run.'},
  DOCUMENT_DIFFERS: {
    exit: 2,
    fix: 'Find out who changed the emitted document; the submitted one is in table cqube_replay.document.',
  },
  STOCK_REPLAY_ACTIVE: {
    exit: 2,
    fix: 'Let the stock replay finish, or close the rows named above with the statement given.',
  },
  INGESTION_IN_FLIGHT: {
    exit: 2,
    fix: 'Wait until cQube has processed the files named above, or close what it left behind with the statement given.',
  },
  ROWS_CHANGED_SINCE_PLAN: {
    exit: 2,
    fix: 'Look at what arrived, then run `cqube-replay plan --write` and commit the new row contract.',
  },
  LIMIT_EXCEEDED: {
    exit: 2,
    fix: 'Split the request, or raise the limit in cqube-replay.yaml through a reviewed change.',
  },
  ALREADY_DELETED: {
    exit: 2,
    fix: 'If the slice was loaded again and must be deleted again, add `repeat_of: <run id>` to the request.',
  },
  LEASE_LOST: {exit: 6, fix: 'Another runner took over and finishes the work; nothing is to be done.'},
  OTHER_RUNNER: {exit: 6, fix: 'Wait until it is done, or until its lease expires if it was killed; then run again.'},
  PAUSED: {
    exit: 2,
    fix: 'Run `cqube-replay resume`, or set `paused: false` in cqube-replay.yaml, when replays may go on.',
  },
  TABLE_MISSING: {
    exit: 2,
    fix: 'Compare the database with the catalogue (`cqube-replay plan` names the tables), then install what is missing.',
  },
  COLUMN_MISSING: {exit: 2, fix: 'Correct the entry of this table with `cqube-replay db catalogue apply FILE`.'},
  PERMISSION_MISSING: {
    exit: 2,
    fix: 'Run the statements that `cqube-replay db grants` prints, as the owner of the tables; with `--embedded-ingestion` where the runner loads files.',
  },
  CATALOGUE_DIFFERS: {
    exit: 2,
    fix: 'Bring catalogue and del_data_source_details together: see the tables named above.',
  },
  CATALOGUE_REFUSED: {exit: 2, fix: 'Correct the catalogue file, or install what is missing; then apply it again.'},
  CATALOGUE_IN_USE: {exit: 2, fix: 'Let the next run finish or close these deletions, then apply the file again.'},
  LEDGER_MISSING: {exit: 2, fix: 'Install the ledger with `cqube-replay db migrate` as the owner of the database.'},
  LEDGER_OLDER: {exit: 2, fix: 'Run `cqube-replay db migrate` as the owner of the database.'},
  LEDGER_NEWER: {exit: 2, fix: 'Install the version of cqube-replay that made this ledger, or a newer one.'},
  LEDGER_BEHIND_GIT: {
    exit: 2,
    fix: 'Restore the ledger to a state that knows these runs; or, if this is another database on purpose, give it a reports branch of its own.',
  },
  SUBMISSION_INVALID: {exit: 70, fix: 'Report this with the run id: the submission and the ledger disagree.'},
  FULL_REFRESH_NOT_ALLOWED: {exit: 2, fix: 'Add the data source to `limits.full_refresh` through a reviewed change.'},
  REHEARSAL_DIRTY: {exit: 70, fix: 'Report this: a rehearsal must leave the database as it was.'},
  ARCHIVE_UNKNOWN: {exit: 1, fix: 'See what there is with `cqube-replay archive list`, or `--dropped` for what was.'},
  ARCHIVE_OF_OPEN_RUN: {exit: 2, fix: 'Let the next run finish it and push its report; then drop its archive.'},
  ARCHIVE_IN_USE: {
    exit: 2,
    fix: 'Let the work named above end, or end it; then run the command again.',
  },
  ARCHIVE_OWNER_ONLY: {
    exit: 2,
    fix: "Connect as the ledger's owner: name it in PGUSER or DATABASE_URL. Planner and runner may use `archive list` and `archive show`.",
  },
  // Remotes.
  DATABASE_UNREACHABLE: {
    exit: 3,
    fix: 'Check PGHOST, PGPORT, PGUSER, PGDATABASE or DATABASE_URL and that the server runs; then run again.',
  },
  DATABASE_FAILED: {exit: 3, fix: "See the SQLSTATE above in the server's log; running again is safe."},
  POSTGRES_NOT_STARTED: {
    exit: 3,
    fix: 'Read the lines of its log above; `npm ci` brings back binaries that are missing or damaged.',
  },
  LOCK_TIMEOUT: {
    exit: 3,
    fix: 'Something holds a lock on the table; run again when it is done, or raise `database.lock_timeout_seconds`.',
  },
  GIT_UNREACHABLE: {exit: 3, fix: 'Check the remote with `git ls-remote`; then run again.'},
  GIT_FAILED: {exit: 3, fix: 'Run again; if it stays, try the git command named above by hand.'},
  BRANCH_MISSING: {exit: 3, fix: 'Check `git.branch` in cqube-replay.yaml and that the branch is pushed.'},
  BRANCH_REWRITTEN: {
    exit: 2,
    fix: 'Find out who rewrote the branch and what changed. If all of it is wanted, start once with the option given above.',
  },
  SIGNERS_MISSING: {
    exit: 2,
    fix: 'Put the allowed-signers file on the protected branch, at the path of `approval.signers_file`.',
  },
  REPORT_NOT_PUSHED: {exit: 5, fix: 'Run again: the next run pushes the report before anything else.'},
  FILE_REFUSED: {
    exit: 2,
    fix: 'Emit the corrected file whole, under a new name; the next pass loads it. Nothing else is affected.',
  },
  EMISSION_FAILED: {exit: 3, fix: 'Check the emission store (space, rights); then run again.'},
  EMISSION_CONFLICT: {
    exit: 2,
    fix: 'Another object has this key: move it away, find out who wrote it, then run again.',
  },
  S3_NOT_ATOMIC: {
    exit: 2,
    fix: 'Use a server that holds `If-None-Match: *` (docs/s3.md names some) and run `cqube-replay doctor`, which tries it anew; or accept this one by `s3.conditional_put: read_first`.',
  },
  OUTPUT_FAILED: {exit: 3, fix: 'Check the output store (space, rights); then run again: it goes on where it stopped.'},
  OUTPUT_CONFLICT: {
    exit: 3,
    fix: 'Compare the two objects named above; when one of them is not needed, move it away and run again.',
  },
  EXPORT_FAILED: {
    exit: 3,
    fix: 'Check the place that you export to (space, rights, a name that is free); then run again.',
  },
  NIFI_UNREACHABLE: {
    exit: 3,
    fix: 'Check the address of NiFi in the settings and that NiFi runs; then run again.',
  },
  NIFI_SIGN_IN: {
    exit: 2,
    fix: 'Check user and password, token or client certificate for NiFi; a token that somebody else issues may have expired.',
  },
  NIFI_PERMISSION_MISSING: {
    exit: 2,
    fix: "Give this user the right named above in NiFi's policies (docs/nifi.md, Permissions).",
  },
  NIFI_REFUSED: {exit: 2, fix: "Look at what NiFi's own words above name, correct it there, and run again."},
  NIFI_COMPONENT_MISSING: {
    exit: 2,
    fix: "Put the NAR files named above into NiFi's `lib` or `extensions` folder, in NiFi's own version, and restart NiFi.",
  },
  NIFI_NOT_DONE: {
    exit: 3,
    fix: 'See `cqube-replay nifi status` and mend what it names; the next run plans the deletion again.',
  },
  NIFI_AT_WORK: {
    exit: 4,
    fix: 'See in pg_stat_activity what it waits for, mostly for a lock that another session holds; the next run waits for this deletion again.',
  },
  NIFI_FLOW_MISSING: {exit: 2, fix: 'Install the flow with `cqube-replay nifi install`.'},
  NIFI_FLOW_IN_USE: {
    exit: 2,
    fix: 'Look at what `cqube-replay nifi status` shows; empty the queues in NiFi once nothing in them is needed.',
  },
  NIFI_FLOW_AMBIGUOUS: {
    exit: 2,
    fix: 'Rename or remove in NiFi the groups that are not ours, or give ours another name by `nifi.group`.',
  },
  NIFI_FLOW_CHANGED: {
    exit: 2,
    fix: 'Look at the group in NiFi. If nothing of what was changed there is needed, `cqube-replay nifi install --force` replaces it; FlowFiles that wait stay.',
  },
  NIFI_FLOW_NEWER: {
    exit: 2,
    fix: 'Bring this program up to date. To go back to its older flow on purpose, add `--force`.',
  },
  NIFI_FLOW_FAILS: {
    exit: 2,
    fix: "Correct what NiFi's words above name, then run `cqube-replay nifi install` again; after a wrong password or key, with `--secrets`.",
  },
  NIFI_TOO_OLD: {exit: 2, fix: 'Bring NiFi to 1.12 or later, or let the runner delete by itself (`engine: postgres`).'},
  NIFI_FAILED: {exit: 3, fix: 'See what NiFi writes to nifi-app.log at this time; running again is safe.'},
  GITHUB_UNREACHABLE: {
    exit: 3,
    fix: 'Check `github.api_url` and whether GitHub answers from this machine (its status page may say more); then run again.',
  },
  GITHUB_LIMITED: {exit: 3, fix: 'Wait until the time named above; then run again.'},
  GITHUB_PERMISSION_MISSING: {
    exit: 2,
    fix: 'Give the token the permission named above (docs/github-action.md, Permissions).',
  },
  GITHUB_REFUSED: {exit: 2, fix: "Look at what GitHub's own words above name, and correct it there."},
  GITHUB_FAILED: {exit: 3, fix: 'Run again; if it stays, compare the version of GitHub with docs/github-action.md.'},
  EVENT_REFUSED: {
    exit: 2,
    fix: 'Let the workflow start the command by an event that it takes (docs/github-action.md, Events).',
  },
  VERDICT_REFUSED: {
    exit: 2,
    fix: 'Nothing is to be done here: whoever opened the pull request changed what its job hands over.',
  },
  STATE_NOT_WRITTEN: {exit: 3, fix: "Check the daemon's state folder (space, rights)."},
  STATE_BROKEN: {
    exit: 1,
    fix: 'Restore the file, or delete it: the daemon then begins anew, and takes the branch as it finds it.',
  },
  STATE_IN_USE: {exit: 6, fix: 'Let one daemon work there; give another one a folder of its own with `--state`.'},
  STOPPED: {exit: 4, fix: 'Run again: the next run finishes or closes what this one left.'},
  // The user's side, met by commands.
  SETTINGS_INVALID: {exit: 1, fix: 'Correct cqube-replay.yaml as said above.'},
  SETTINGS_MISSING: {
    exit: 1,
    fix: 'Create cqube-replay.yaml at the root of the repository (README, section Settings).',
  },
  FILE_UNREADABLE: {exit: 1, fix: 'Check the path and the rights of the file.'},
  RUN_UNKNOWN: {exit: 1, fix: 'See all runs with `cqube-replay history`.'},
  REVISION_UNKNOWN: {
    exit: 1,
    fix: 'Name a branch, tag or commit that `git log` shows here, such as `origin/main`; fetch it first with `git fetch`, in a shallow clone with `git fetch --unshallow` (GitHub: `fetch-depth: 0`).',
  },
  HISTORY_MISSING: {
    exit: 1,
    fix: 'Bring the older commits with `git fetch --unshallow` (GitHub: `fetch-depth: 0`), or name a commit that is there.',
  },
  NOT_A_REPOSITORY: {exit: 1, fix: "Run the command inside a git checkout of the operator's repository."},
  REQUEST_INVALID: {
    exit: 1,
    fix: 'Correct the options that are named above; `cqube-replay options` lists what the database holds.',
  },
  REQUEST_EXISTS: {exit: 1, fix: 'Change the file that is there, or ask for another name with `--output`.'},
  CANCELLED: {exit: 2, fix: 'Nothing is to be done; call `cqube-replay new` again when you are ready.'},
  USAGE: {exit: 1, fix: 'See `cqube-replay --help`.'},
  DEMO_UNAVAILABLE: {
    exit: 3,
    fix: 'Install the optional PostgreSQL package named above, or run the demo on Linux or macOS.',
  },
  BUG: {exit: 70, fix: 'This is our mistake: report it with the text above.'},
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCatalogue

export const exitCodeOf = (code: ErrorCode): number => errorCatalogue[code].exit
