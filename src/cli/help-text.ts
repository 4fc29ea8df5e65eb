/** After the list of commands. */
export const rootHelp = `
Examples:
  $ cqube-replay validate                       check what you wrote
  $ cqube-replay plan --write                   count the rows, write them into the requests
  $ cqube-replay run                            delete, archive, report: what a schedule calls
  $ cqube-replay status                         what is pending, what ran

The database is named by DATABASE_URL or by PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD.
Settings are in cqube-replay.yaml at the root of the repository.

Exit codes:
   0  done, or nothing to do
   1  problems in request files, settings or the command line
   2  refused: limits, row contract, pause
   3  database, git or emission store failed; safe to repeat
   4  stopped half-way; the next run resumes
   5  deleted and recorded in the database, report not pushed yet
   6  another runner is active
  70  a mistake of this program`

const examples = (...lines: readonly string[]): string =>
  ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n')

/** By command. */
export const commandExamples: Readonly<Record<string, string>> = {
  validate: examples(
    'cqube-replay validate',
    'cqube-replay validate replay-requests/2026-11-attendance.yaml',
    'cqube-replay validate --format json | jq .problems',
  ),
  plan: examples(
    'cqube-replay plan',
    'cqube-replay plan --write replay-requests/2026-11-attendance.yaml',
    'cqube-replay plan --json > plan.json',
  ),
  run: examples('cqube-replay run', 'cqube-replay run --rehearse'),
  status: examples('cqube-replay status', 'cqube-replay status --json'),
  demo: examples('cqube-replay demo', 'cqube-replay demo --directory /tmp/demo --keep-running'),
  pause: examples('cqube-replay pause --reason "Server moves on Saturday"'),
  resume: examples('cqube-replay resume'),
  db: examples('cqube-replay db migrate', 'cqube-replay db grants --planner reporting | psql'),
  migrate: examples('DATABASE_URL=postgresql://owner@db/cqube cqube-replay db migrate'),
  grants: examples('cqube-replay db grants --planner reporting --runner replay | psql'),
  catalogue: examples('cqube-replay db catalogue apply mid-day-meal.yaml'),
  apply: examples('cqube-replay db catalogue apply mid-day-meal.yaml'),
}
