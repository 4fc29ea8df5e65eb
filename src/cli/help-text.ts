/** After the list of commands. */
export const rootHelp = `
Examples:
  $ cqube-replay init                           make a folder an operator's repository
  $ cqube-replay doctor                         see whether everything is ready
  $ cqube-replay options student_attendance     what the database holds
  $ cqube-replay new                            write a request: it asks what is to be replayed
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
