/** Of the failed acts that the remote, GitHub, or who approves has a part in. */
export const forgeErrorExamples = {
  GIT_UNREACHABLE: {
    means: 'The remote did not answer, or not in time.',
    example: '/srv/cqube/replay: git fetch failed: Could not resolve host: git.example.org',
  },
  GIT_FAILED: {
    means: 'A git command failed here; nothing but objects and refs/cqube-replay/ is ever written.',
    example: '/srv/cqube/replay: git ls-tree failed: Not a valid object name',
  },
  BRANCH_MISSING: {
    means: 'The remote has no branch of the name that the settings give.',
    example: 'origin: there is no branch main. Nothing was changed.',
  },
  BRANCH_REWRITTEN: {
    means: 'The protected branch no longer contains the commit that the daemon saw last: history was rewritten.',
    example: 'Branch main no longer contains commit 1f3c9a0b7d21. Nothing was started.',
  },
  SIGNERS_MISSING: {
    means: 'Approvals are signatures, and the protected branch does not say whose.',
    example:
      'Branch main (commit 4f2a91c03b7d) has no allowed_signers, which `approval.signers_file` names. Nothing was started.',
  },
  GITHUB_UNREACHABLE: {
    means: 'No answer of GitHub came, or one that says it is down.',
    example:
      'GitHub at https://api.github.com, GET /repos/state/replays/pulls/7: HTTP 502, three times. Nothing was changed.',
  },
  GITHUB_LIMITED: {
    means: 'GitHub answers no more until later: too much was asked of it.',
    example:
      'GitHub at https://api.github.com, GET /repos/state/replays/pulls/7: HTTP 429, and it answers no more until 2026-11-24 10:15:00 UTC. Nothing was changed.',
  },
  GITHUB_PERMISSION_MISSING: {
    means: 'The token is none that GitHub knows, or it may not do this.',
    example:
      'GitHub at https://api.github.com, POST /repos/state/replays/issues/7/comments: HTTP 403, Resource not accessible by integration; it asks for issues=write or pull_requests=write. Nothing was changed.',
  },
  GITHUB_REFUSED: {
    means: 'GitHub has understood and does not do it, or does not have what is asked for.',
    example:
      'GitHub at https://api.github.com, POST /repos/state/replays/issues/7/comments: HTTP 422, Validation Failed: Body is too long (maximum is 65536 characters). Nothing was changed.',
  },
  GITHUB_FAILED: {
    means: 'GitHub answered in a way that no version of it is known to.',
    example:
      'GitHub at https://github.example.org/api/v3, GET /repos/state/replays/pulls/7: the answer is no JSON. Nothing was changed.',
  },
  EVENT_REFUSED: {
    means: 'A workflow started the command by an event in which anybody could have a hand.',
    example: 'plan reads the database, and pull request 7 comes from the fork mallory/replays. Nothing was read.',
  },
  VERDICT_REFUSED: {
    means: 'What the job of a pull request handed over for a comment is not what this program writes.',
    example: 'verdict.json has 4,194,304 bytes, more than 262,144. Nothing was written.',
  },
}
